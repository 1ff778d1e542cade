using Tricorder.ApiServer.Kubernetes.Metadata;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class FollowPausesTests
{
    private readonly FollowPauses _pauses = new();

    [SetUp]
    public void SetUp() => _pauses.WatchLived(TimeSpan.FromHours(1));

    [Test]
    public void Next_DoublesUpToHalfAMinute()
    {
        double[] longest = [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30];

        foreach (var most in longest)
        {
            Assert.That(Next(), Is.InRange(most * 0.8, most));
        }
    }

    [Test]
    public void Next_AfterAWatchThatLivedForAWhile_BeginsAnew()
    {
        Next();
        Next();
        _pauses.WatchLived(TimeSpan.FromSeconds(29));
        Assert.That(Next(), Is.GreaterThan(2), "that was no while");

        _pauses.WatchLived(TimeSpan.FromSeconds(30));

        Assert.That(Next(), Is.LessThanOrEqualTo(0.8));
    }

    [TestCase(0, false)]
    [TestCase(0.9, false, Description = "at once")]
    [TestCase(1, true)]
    [TestCase(29, true)]
    public void WatchEnded_InOrder_IsAFailureOnlyAtOnce(double lived, bool isFine)
    {
        Next();

        Assert.That(_pauses.WatchEnded(TimeSpan.FromSeconds(lived)), Is.EqualTo(isFine));
        Assert.That(_pauses.Count, Is.EqualTo(1), "what went wrong before is not over");
    }

    [TestCase(7, 7)]
    [TestCase(300, 300)]
    [TestCase(86_400, 300, Description = "nobody means a day")]
    public void Next_KubernetesAsksForMore_IsWhatItAsksFor(int asked, int pause) => Assert.That(Next(asked), Is.EqualTo(pause));

    [Test]
    public void Next_KubernetesAsksForLess_IsNotShorter()
    {
        Next();
        Next();

        Assert.That(Next(1), Is.InRange(2.5, 3.2));
    }

    private double Next(int asked = 0) => _pauses.Next(TimeSpan.FromSeconds(asked)).TotalSeconds;
}
