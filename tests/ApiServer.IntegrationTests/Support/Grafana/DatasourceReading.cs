using System.Net.Sockets;
using Npgsql;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>
/// What Grafana's plugins do with a datasource: they connect, and say what PostgreSQL or Prometheus said. Null = it works.
/// </summary>
internal static class DatasourceReading
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public static Task<string?> TryAsync(GrafanaProfile profile, StoredDatasource datasource) => datasource.Type switch
    {
        "postgres" => PostgresAsync(profile, datasource),
        var type when type == profile.PostgresPlugin => PostgresAsync(profile, datasource),
        "prometheus" => PrometheusAsync(datasource),
        _ => Task.FromResult<string?>("Plugin not found"),
    };

    private static async Task<string?> PostgresAsync(GrafanaProfile profile, StoredDatasource datasource)
    {
        // From 10 on only the one in jsonData is used, with the old place as a fallback; before, only the old place.
        var database = datasource.Setting("database") is { Length: > 0 } name && profile.HasRichErrors ? name : datasource.Text("database");
        if (database.Length == 0)
        {
            return "You do not currently have a default database configured for this data source.";
        }

        var (host, port) = Address(datasource.Text("url"));
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Username = datasource.Text("user"),
            Password = datasource.Secrets.GetValueOrDefault("password"),
            Database = database,
            Timeout = 5,
            Pooling = false,

            // Not asking for anything is asking for the strictest.
            SslMode = datasource.Setting("sslmode") switch
            {
                "disable" => SslMode.Disable,
                "require" => SslMode.Require,
                "verify-ca" => SslMode.VerifyCA,
                _ => SslMode.VerifyFull,
            },
        };
        try
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using var command = source.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync();
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            return e is PostgresException refusal ? $"pq: {refusal.MessageText}" : e.Message;
        }
    }

    private static async Task<string?> PrometheusAsync(StoredDatasource datasource)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(datasource.Text("url").TrimEnd('/') + "/api/v1/query?query=1%2B1"));
            return answer.IsSuccessStatusCode ? null : $"Prometheus answers {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    private static (string Host, int Port) Address(string url)
    {
        var colon = url.LastIndexOf(':');
        return colon < 0 ? (url, 5432) : (url[..colon], int.Parse(url[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
