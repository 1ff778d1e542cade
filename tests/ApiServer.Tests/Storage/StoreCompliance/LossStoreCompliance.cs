using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(LossStore))]
internal sealed class LossStoreCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    private LossStore _losses = null!;

    [Test]
    public async Task LoadAll_Empty_IsEmpty() => Assert.That(await AllAsync(), Is.Empty);

    [TestCase(5 * 60, 2, Description = "an agent that is restarted every few minutes")]
    [TestCase(11 * 60, 1, Description = "a reboot of long ago")]
    public async Task Count_LostBefore_IsRememberedForTenWindows(int seconds, int expected)
    {
        await CountAsync("node", 7, At(0));

        var again = await CountAsync("node", 7, At(seconds));

        Assert.That(again.Losses, Is.EqualTo(expected));
        Assert.That(await AllAsync(), Is.EqualTo([again]));
    }

    [TestCase(0, 2, Description = "exactly ten windows ago")]
    [TestCase(0.000001, 1, Description = "a microsecond longer")]
    public async Task Count_AtTheEndOfTheTenWindows_IsComparedToTheMicrosecond(double more, int expected)
    {
        await CountAsync("node", 7, At(0));

        Assert.That((await CountAsync("node", 7, At((10 * 60) + more))).Losses, Is.EqualTo(expected));
    }

    [Test]
    public async Task Count_AnotherGeneration_CountsFromTheBeginning()
    {
        await CountAsync("node", 7, At(0));

        Assert.That((await CountAsync("node", 8, At(0))).Losses, Is.EqualTo(1));
    }

    [Test]
    public async Task Count_OtherNodes_AreCountedApart()
    {
        await CountAsync(Odd, 7, At(0));
        await CountAsync("node", 7, At(0));
        await CountAsync("node", 7, At(0));
        await CountAsync("Node", long.MaxValue, At(0));

        Assert.That(
            (await AllAsync()).Select(loss => (loss.NodeKey, loss.Losses, loss.Generation)),
            Is.EquivalentTo([(Odd, 1, 7L), ("node", 2, 7L), ("Node", 1, long.MaxValue)]));
    }

    [Test]
    public async Task Count_RolledBack_IsNotCounted()
    {
        await CountAsync("node", 7, At(0));

        RollBack(unit => _losses.Count(unit, "module", "node", 7, At(0)));

        Assert.That((await CountAsync("node", 7, At(0))).Losses, Is.EqualTo(2));
    }

    [Test]
    public async Task Delete_Module_ForgetsItsLossesAndNoOthers()
    {
        await CountAsync("a", 7, At(0));
        await CountAsync("b", 7, At(0));
        await WriteAsync(unit => _losses.Count(unit, "other", "a", 7, At(0)));

        await WriteAsync(unit => _losses.Delete(unit, "module"));
        await WriteAsync(unit => _losses.Delete(unit, "module"));

        Assert.That((await AllAsync()).Select(loss => loss.ModuleId), Is.EqualTo(["other"]));
    }

    protected override void Begin() =>
        _losses = new LossStore(Database, Options.Create(new DeploymentOptions { PoisonWindow = TimeSpan.FromSeconds(60) }));

    private Task<IReadOnlyList<Loss>> AllAsync() => _losses.LoadAllAsync(CancellationToken.None);

    private Task<Loss> CountAsync(string node, long generation, DateTimeOffset now) =>
        WriteAsync(unit => _losses.Count(unit, "module", node, generation, now));
}
