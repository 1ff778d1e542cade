using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class LossStoreTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private TestStore _store = null!;
    private LossStore _losses = null!;

    [SetUp]
    public void SetUp()
    {
        _store = new TestStore();
        _losses = new LossStore(_store.Database, Options.Create(new DeploymentOptions { PoisonWindow = TimeSpan.FromSeconds(60) }));
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [TestCase(5 * 60, 2, Description = "an agent that is restarted every few minutes")]
    [TestCase(11 * 60, 1, Description = "a reboot of long ago")]
    public async Task Count_LostBefore_IsRememberedForTenWindows(int seconds, int expected)
    {
        await CountAsync(7, Start);

        var again = await CountAsync(7, Start.AddSeconds(seconds));

        Assert.That(again.Losses, Is.EqualTo(expected));
        Assert.That(_losses.LoadAll().Single(), Is.EqualTo(again));
    }

    [Test]
    public async Task Count_AnotherGeneration_CountsFromTheBeginning()
    {
        await CountAsync(7, Start);

        Assert.That((await CountAsync(8, Start)).Losses, Is.EqualTo(1));
    }

    private Task<Loss> CountAsync(long generation, DateTimeOffset now) =>
        _store.Writer.WriteAsync(unit => _losses.Count(unit, "module", "node", generation, now), CancellationToken.None);
}
