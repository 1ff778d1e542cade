using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>
/// The connections to one address. Each statement has a time limit that the database itself keeps, and waits for locks only shortly. A pool
/// that is disposed of closes what is idle at once, and what is in use when it comes back.
/// </summary>
internal sealed class ConnectionPool : IAsyncDisposable, IDisposable
{
    private const int MaxConnections = 20;
    private const int ConnectSeconds = 5;
    private const int StatementSeconds = 30;
    private const string Limits = "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000";

    private readonly NpgsqlDataSource _source;

    /// <param name="text">An address as <see cref="PostgresAddress"/> reads it.</param>
    public ConnectionPool(string text)
    {
        Text = text;
        Address = PostgresAddress.Parse(text);
        Address.ApplicationName ??= "tricorder-apiserver";
        Address.MaxPoolSize = Math.Min(Address.MaxPoolSize, MaxConnections);
        Address.Timeout = ConnectSeconds;
        Address.CommandTimeout = StatementSeconds;
        Address.Options = $"{Address.Options} {Limits}".Trim();
        Address.IncludeErrorDetail = false;
        Name = $"{Address.Host}:{Address.Port}/{Address.Database}";
        _source = NpgsqlDataSource.Create(Address);
    }

    /// <summary>What it was made from.</summary>
    public string Text { get; }

    public NpgsqlConnectionStringBuilder Address { get; }

    /// <summary>Where it is, without who connects.</summary>
    public string Name { get; }

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public void Dispose() => _source.Dispose();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
