namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>Deploys that come faster than their tables are made, with a resync that none of them can wait for.</summary>
public sealed class QuickDeployTests : DatabaseTest
{
    private protected override string[] Settings => ["--ObservabilityDb:ResyncInterval=00:10:00"];

    [Test]
    public async Task Deploy_ManyInQuickSuccession_EachGetsItsTableWithoutWaitingForTheResync()
    {
        // A regression: a deploy that came while the reconciler looked woke nobody.
        List<string> modules = [];
        for (var i = 0; i < 12; i++)
        {
            modules.Add((await Plane.RunAsync()).Id);
        }

        foreach (var id in modules)
        {
            await TableReadyAsync(id);
        }
    }
}
