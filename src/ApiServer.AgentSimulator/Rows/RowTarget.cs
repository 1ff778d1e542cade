using Npgsql;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>The database that agents insert into, as their option names it: <c>postgresql://user:password@host:port/database</c>.</summary>
internal static class RowTarget
{
    private const int MostConnections = 4;

    /// <summary>Null when it is not of that form.</summary>
    public static NpgsqlDataSource? Open(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("postgresql" or "postgres") || address.Host.Length == 0)
        {
            return null;
        }

        var user = address.UserInfo.Split(':', 2);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            ApplicationName = "agent-simulator",
            MaxPoolSize = MostConnections,
            Timeout = 5,
            CommandTimeout = 10,
        });
    }
}
