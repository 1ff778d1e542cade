using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Scheduling;
using AgentBackoff = Tricorder.ApiServer.AgentSimulator.Scheduling.Backoff;

namespace Tricorder.ApiServer.Tests.AgentSimulator;

internal sealed class DiceTests
{
    [Test]
    public void For_SameSeed_DrawsTheSame()
    {
        var (one, other) = (Dice.For(42, 7, 1), Dice.For(42, 7, 1));

        Assert.That(Enumerable.Range(0, 100).Select(_ => one.Next()), Is.EqualTo(Enumerable.Range(0, 100).Select(_ => other.Next())));
    }

    [Test]
    public void For_OtherAgentPurposeOrSeed_DrawsOther()
    {
        var draws = new[] { Dice.For(42, 7, 1), Dice.For(42, 8, 1), Dice.For(42, 7, 2), Dice.For(43, 7, 1) }.Select(dice => dice.Next());

        Assert.That(draws, Is.Unique);
    }

    [Test]
    public void Chance_OnePercent_IsAboutOnePercent()
    {
        var dice = new Dice(1);

        var hits = Enumerable.Range(0, 100_000).Count(_ => dice.Chance(0.01));

        Assert.That(hits, Is.InRange(850, 1150));
    }

    [Test]
    public void LatencyRange_LogUniform_HasTheGeometricMeanInTheMiddle()
    {
        var dice = new Dice(1);
        var range = new LatencyRange(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(1000));

        var draws = Enumerable.Range(0, 10_001).Select(_ => range.Draw(dice)).Order().ToArray();

        Assert.That(draws[0], Is.GreaterThanOrEqualTo(range.Min));
        Assert.That(draws[^1], Is.LessThanOrEqualTo(range.Max));
        Assert.That(draws[5_000].TotalMilliseconds, Is.InRange(90, 110));
    }

    [Test]
    public void LatencyRange_FromZero_StaysBelowItsEnd()
    {
        var dice = new Dice(1);
        var range = new LatencyRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

        Assert.That(Enumerable.Range(0, 1000).Select(_ => range.Draw(dice)), Is.All.InRange(TimeSpan.Zero, range.Max));
    }

    [Test]
    public void Backoff_Doubles_WithinItsLimitAndFromTheStartAfterReset()
    {
        var backoff = new AgentBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Dice(1));

        var waits = Enumerable.Range(0, 40).Select(_ => backoff.Next().TotalSeconds).ToArray();
        backoff.Reset();

        Assert.That(waits[0], Is.InRange(0.5, 1));
        Assert.That(waits[1], Is.InRange(1, 2));
        Assert.That(waits[2], Is.InRange(2, 4));
        Assert.That(waits[3..], Is.All.InRange(2.5, 5));
        Assert.That(backoff.Next().TotalSeconds, Is.InRange(0.5, 1));
    }
}
