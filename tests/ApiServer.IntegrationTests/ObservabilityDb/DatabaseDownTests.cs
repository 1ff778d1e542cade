using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>A database that is down: calls return at once, conditions say why, and all is repaired when it is back.</summary>
public sealed class DatabaseDownTests
{
    [Test]
    public async Task Database_DownAndBack_AgentsGetTheRevisionThen()
    {
        using var postgres = PostgresCluster.Start();
        var url = await postgres.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        using var agent = await ScriptedAgent.ConnectAsync(server);
        var module = await plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);

        postgres.Stop();
        await plane.ReviseAsync(module.Id);
        var withheld = await plane.DeployAsync(module.Id);
        var condition = await TableReadyAsync(plane, module.Id, ConditionStatus.False);

        Assert.That(withheld.Phase, Is.EqualTo(DeploymentPhase.Provisioning));
        Assert.That((withheld.Counts.Pending, withheld.Counts.Succeeded), Is.EqualTo((1, 0)), "the agent does not run the new revision");
        Assert.That(condition.Reason, Is.EqualTo("UNREACHABLE"));
        Assert.That(agent.Waiting, Is.Zero, "agents keep what they run");
        var refused = Assert.ThrowsAsync<RpcException>(async () => await new DatabaseService.DatabaseServiceClient(server.Channel)
            .ListTablesAsync(new ListTablesRequest(), ControlPlane.Options))!;
        Assert.That(refused.StatusCode, Is.EqualTo(StatusCode.Unavailable));

        postgres.StartAgain();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 2);
        await TableReadyAsync(plane, module.Id, ConditionStatus.True);
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task Database_RestoredEmpty_TablesComeBack()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        await TableReadyAsync(plane, module.Id, ConditionStatus.True);

        await PostgresCluster.ExecuteAsync(url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");

        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool>(url, $"SELECT to_regclass('{table}') IS NOT NULL"),
            "the table is there again",
            TimeSpan.FromSeconds(40));
    }

    [Test]
    public async Task Database_ReadOnly_SaysSo()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        var database = url[(url.LastIndexOf('/') + 1)..];
        await PostgresCluster.ExecuteAsync(url, $"ALTER DATABASE {database} SET default_transaction_read_only = on");
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();

        var condition = await TableReadyAsync(plane, module.Id, ConditionStatus.False);

        Assert.That(condition.Reason, Is.EqualTo("READ_ONLY"));
    }

    private static Task<DeploymentCondition> TableReadyAsync(ControlPlane plane, string moduleId, ConditionStatus status) =>
        Eventually.ResultAsync(
            async () => (await plane.DeploymentAsync(moduleId)).Conditions.Single(condition => condition.Type == "TableReady"),
            condition => condition.Status == status, $"TableReady is {status}", TimeSpan.FromSeconds(60));
}
