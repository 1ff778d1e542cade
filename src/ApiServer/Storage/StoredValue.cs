using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// The values that every engine stores alike: text, whole numbers and bytes. A flag is 0 or 1, a time is <see cref="StoredTime"/>'s text, a
/// member of an enum is its number; each is made by the Store, so that no driver chooses a form of its own.
/// </summary>
internal static class StoredValue
{
    public static object Of(object? value) => value switch
    {
        null => DBNull.Value,
        string or int or long or byte[] => value,
        _ => throw new InvalidOperationException($"A {value.GetType()} has no form in the store: give text, a whole number or bytes."),
    };

    /// <summary>A flag as it is stored.</summary>
    public static int Flag(bool value) => value ? 1 : 0;

    public static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Stores pass constants; nothing a user sends becomes SQL text.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = Of(value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
