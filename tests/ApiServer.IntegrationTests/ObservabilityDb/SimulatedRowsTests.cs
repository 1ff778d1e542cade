using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>
/// All of it together: simulated agents of both protocols run a module and write into its table, and the API shows the rows.
/// </summary>
public sealed class SimulatedRowsTests : DatabaseTest
{
    [Test]
    public async Task Agents_ThatRunAModule_WriteRows()
    {
        await using var fleet = new AgentFleet(
            new FleetOptions { Server = new Uri(Server.Grpc), Agents = 5, LegacyAgents = 1, DatabaseUrl = Url });
        fleet.Start();
        await fleet.WaitForConnectedAsync(TimeSpan.FromSeconds(30));
        var module = await Plane.RunAsync();

        var rows = await Eventually.ResultAsync(
            async () => (await Tables.ListRowsAsync(new ListRowsRequest { ModuleId = module.Id, Limit = 1000 }, ControlPlane.Options)).Rows,
            rows => rows.Count >= 10,
            "there are rows",
            TimeSpan.FromSeconds(30));

        var preview = await Plane.Modules.PreviewModuleAsync(
            new PreviewModuleRequest { ModuleId = module.Id, MaxEvents = 1 }, ControlPlane.Options);
        Assert.That(
            rows.Select(row => string.Join(' ', row.Fields["data"].StructValue.Fields.Keys)).Distinct(),
            Is.EqualTo(new[] { string.Join(' ', preview.Rows[0].Fields["data"].StructValue.Fields.Keys) }),
            "rows look like those that the module makes");
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }
}
