using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>Our datasources in Grafana's terms.</summary>
internal static class DatasourceModels
{
    private const string IsEncryptedSql = "SELECT coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)";

    public static DatasourceModel Of(ManagedDatasource datasource, JsonObject settings) =>
        new(datasource.Uid, datasource.Name, datasource.Type, datasource.Host)
        {
            User = datasource.User,
            Database = datasource.Database,
            Password = datasource.Password is { Length: > 0 } password ? password : null,
            JsonData = settings,
        };

    /// <summary>
    /// In Grafana's words, what the server's own connection does: one that may or may not be encrypted is what it turned out to be.
    /// </summary>
    public static async Task<string> SslModeAsync(NpgsqlConnection connection, SslMode mode, CancellationToken cancellationToken) =>
        mode switch
        {
            SslMode.Disable => "disable",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsEncryptedSql, cancellationToken: cancellationToken))
                ? "require"
                : "disable",
        };
}
