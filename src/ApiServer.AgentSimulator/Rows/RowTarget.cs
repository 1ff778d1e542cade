using Npgsql;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>The database that agents insert into, as their option names it.</summary>
internal static class RowTarget
{
    public const string Form = "postgresql://user:password@host:5432/database";

    private const int MaxConnections = 4;

    public static bool IsOne(string url) => Parse(url) is not null;

    public static NpgsqlDataSource Open(string url)
    {
        var address = Parse(url) ?? throw new ArgumentException($"Not of the form {Form}.", nameof(url));
        var user = address.UserInfo.Split(':', 2);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : NpgsqlConnection.DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
            ApplicationName = "agent-simulator",
            MaxPoolSize = MaxConnections,
            Timeout = 5,
            CommandTimeout = 10,
        });
    }

    private static Uri? Parse(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "postgresql" or "postgres", Host.Length: > 0 }
            ? address
            : null;
}
