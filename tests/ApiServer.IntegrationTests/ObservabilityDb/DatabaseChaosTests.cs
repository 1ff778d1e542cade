using System.Diagnostics;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>
/// PostgreSQL stopped, killed, paused and with its connections cut, while modules are deployed: afterwards every table is as desired.
/// </summary>
[NonParallelizable] // It starts and stops a PostgreSQL of its own, over and over.
public sealed class DatabaseChaosTests
{
    private const int Modules = 40;
    private const int Deploys = 200;

    [Test]
    public async Task Deploys_WhileTheDatabaseFails_AllTablesAreThereInTheEnd()
    {
        using var postgres = PostgresCluster.Start();
        var url = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        var dice = new Random(7);
        var modules = new List<string>();
        var columns = new Dictionary<string, int>();
        for (var index = 0; index < Modules; index++)
        {
            modules.Add((await plane.CreateAsync(module => module.OutputSchema = Columns(1))).Id);
            columns[modules[index]] = 1;
        }

        using var stop = new CancellationTokenSource();
        var chaos = postgres.TroubleAsync(url, stop.Token);
        for (var deploy = 0; deploy < Deploys; deploy++)
        {
            var id = modules[dice.Next(Modules)];
            if (dice.Next(2) == 0)
            {
                columns[id]++;
                await plane.Modules.UpdateModuleAsync(
                    new UpdateModuleRequest { Module = new Module { Id = id, OutputSchema = Columns(columns[id]) } }, ControlPlane.Options);
            }

            var start = Stopwatch.GetTimestamp();
            await plane.DeployAsync(id);
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(5)), "a deploy does not wait for the database");
            await Task.Delay(50);
        }

        await stop.CancelAsync();
        await chaos;
        foreach (var id in modules)
        {
            await plane.DeployAsync(id);
        }

        foreach (var id in modules)
        {
            await Eventually.TrueAsync(
                async () => (await plane.DeploymentAsync(id)) is { Phase: DeploymentPhase.Succeeded } now
                    && now.Conditions.Single(condition => condition.Type == "TableReady").Status == ConditionStatus.True,
                "the module is deployed and its table is ready", TimeSpan.FromSeconds(90));
            var table = "tricorder_module_" + id.Replace('-', '_');
            Assert.That(
                await PostgresCluster.ScalarAsync<long>(
                    url, $"SELECT count(*) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attname LIKE 'c%' AND attnum > 0"),
                Is.EqualTo(columns[id]), $"columns of {table}");
        }
    }

    private static OutputSchema Columns(int count)
    {
        var schema = new OutputSchema();
        schema.Fields.Add(Enumerable.Range(0, count).Select(index => new OutputField { Name = $"c{index}", Type = FieldType.Text }));
        return schema;
    }
}
