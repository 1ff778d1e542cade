using Microsoft.Extensions.Options;
using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>The pool of connections. Each statement has a time limit that the database itself keeps, and waits for locks only shortly.</summary>
internal sealed class ObservabilityDatabase : IAsyncDisposable
{
    private const int MostConnections = 20;
    private const int ConnectSeconds = 5;
    private const int StatementSeconds = 30;
    private const string Limits = "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000";

    private readonly NpgsqlDataSource _source;

    public ObservabilityDatabase(IOptions<ObservabilityDbOptions> options)
    {
        var address = PostgresAddress.Parse(options.Value.Read());
        address.ApplicationName ??= "tricorder-apiserver";
        address.MaxPoolSize = Math.Min(address.MaxPoolSize, MostConnections);
        address.Timeout = ConnectSeconds;
        address.CommandTimeout = StatementSeconds;
        address.Options = $"{address.Options} {Limits}".Trim();
        address.IncludeErrorDetail = false;
        Name = $"{address.Host}:{address.Port}/{address.Database}";
        _source = NpgsqlDataSource.Create(address);
    }

    /// <summary>Where it is, without who connects.</summary>
    public string Name { get; }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
