using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.ObservabilityDb;

/// <summary>Section <c>ObservabilityDb</c>: the PostgreSQL database that agents write rows to.</summary>
internal sealed record ObservabilityDbOptions
{
    public const string Section = "ObservabilityDb";

    /// <summary>
    /// <c>postgresql://user:password@host:5432/database?sslmode=require</c>, or Npgsql's <c>Host=...;Username=...</c>.
    /// Empty: there is none.
    /// </summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>A file that has the connection string. It is read again when it changes.</summary>
    public string ConnectionStringFile { get; init; } = "";

    /// <summary>How long rows are kept where no table has a retention of its own, such as <c>30.00:00:00</c>; empty: for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How long at most until something that was changed in the database is seen, where nothing happens here.</summary>
    public TimeSpan ResyncInterval { get; init; } = TimeSpan.FromSeconds(15);

    public bool IsOn => ConnectionString.Length > 0 || ConnectionStringFile.Length > 0;

    public string Read() => SecretFile.Read(ConnectionString, ConnectionStringFile);
}
