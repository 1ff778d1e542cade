using Npgsql;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>Agents and dashboards get the rights they need, and no more.</summary>
public sealed class RoleTests
{
    private const string Agent = "SET ROLE tricorder_agent;";
    private const string Reader = "SET ROLE tricorder_reader;";

    [Test]
    public async Task Roles_OfAgentsAndReaders_MayDoTheirOwnOnly()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, "CREATE TABLE other (a int)");
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool>(
                url,
                $"SELECT has_table_privilege('tricorder_agent', '{table}', 'INSERT') "
                + $"AND has_table_privilege('tricorder_reader', '{table}_all', 'SELECT')"),
            "the roles have their rights");

        await PostgresCluster.ExecuteAsync(url, $"{Agent} INSERT INTO {table} (data) VALUES ('{{}}')");
        await PostgresCluster.ExecuteAsync(url, $"{Reader} SELECT * FROM {table}; SELECT * FROM {table}_all");

        foreach (var forbidden in new[]
        {
            $"{Agent} SELECT * FROM {table}",
            $"{Agent} DELETE FROM {table}",
            $"{Agent} INSERT INTO other VALUES (1)",
            $"{Agent} DROP TABLE {table}",
            $"{Reader} INSERT INTO {table} (data) VALUES ('{{}}')", $"{Reader} SELECT * FROM other",
        })
        {
            Assert.ThrowsAsync<PostgresException>(() => PostgresCluster.ExecuteAsync(url, forbidden), forbidden);
        }
    }
}
