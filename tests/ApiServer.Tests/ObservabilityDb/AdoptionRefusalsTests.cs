using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class AdoptionRefusalsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Find_RefusalOfAnHourAgo_IsForgotten()
    {
        var refusals = new AdoptionRefusals(_clock);
        refusals.Note("t", Features("2.15.3"), "no");
        var before = refusals.Find("t", Features("2.15.3"));

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That((before, refusals.Find("t", Features("2.15.3"))), Is.EqualTo(("no", "")));
    }

    [Test]
    public void Find_RefusalOfAnotherVersion_IsForgotten()
    {
        var refusals = new AdoptionRefusals(_clock);
        refusals.Note("t", Features("2.15.3"), "no");

        Assert.That(refusals.Find("t", Features("2.22.2")), Is.Empty);
    }

    private static DatabaseFeatures Features(string timescale) => new(new Version(15, 1), timescale, "public", true, false, [], false);
}
