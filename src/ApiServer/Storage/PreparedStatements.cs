using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>Prepared commands of one connection, by their text. Not thread-safe: it belongs to whoever owns the connection.</summary>
internal sealed class PreparedStatements(DbConnection connection) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>The command of this text with these values, which are the same parameters in the same order every time.</summary>
    public DbCommand Get(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            return _commands[sql] = StoredValue.Command(connection, sql, parameters);
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = StoredValue.Of(parameters[i].Value);
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }
}
