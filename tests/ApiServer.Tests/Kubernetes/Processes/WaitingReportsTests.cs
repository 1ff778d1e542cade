using Tricorder.ApiServer.Kubernetes.Processes;

namespace Tricorder.ApiServer.Tests.Kubernetes.Processes;

internal sealed class WaitingReportsTests
{
    private readonly WaitingReports _waiting = new();

    [Test]
    public void Add_OfOneContainer_TheNewestCounts()
    {
        for (var i = 0; i < 100; i++)
        {
            _waiting.Add("a", Of("n", WaitingReports.MaxCharactersOfNode / 2));
        }

        _waiting.Add("a", WaitingReport.Gone);

        Assert.That(_waiting.Take(10).Single(), Is.EqualTo(KeyValuePair.Create("a", WaitingReport.Gone)));
        Assert.That(_waiting.TakeLost(), Is.Empty);
    }

    [Test]
    public void Add_BeyondTheShareOfANode_IsLostAndCostsNoOtherNode()
    {
        for (var i = 0; i < 100; i++)
        {
            _waiting.Add($"greedy-{i}", Of("greedy", WaitingReports.MaxCharactersOfNode / 4));
        }

        _waiting.Add("modest", Of("other", 1_000));

        Assert.That(_waiting.TakeLost(), Has.Count.EqualTo(97).And.None.EqualTo("modest"));
        Assert.That(_waiting.Take(1_000).Keys, Is.EquivalentTo(new[] { "greedy-0", "greedy-1", "greedy-2", "modest" }));
        Assert.That(_waiting.TakeLost(), Is.Empty, "it was told");
    }

    [Test]
    public void Add_BeyondAllRoom_IsLostUntilThereIsRoomAgain()
    {
        for (var i = 0; i < 100; i++)
        {
            _waiting.Add($"c{i}", Of($"n{i}", WaitingReports.MaxCharactersOfNode / 2));
        }

        Assert.That(_waiting.TakeLost(), Has.Count.InRange(60, 80));
        _waiting.Take(1_000);
        _waiting.Add("c99", Of("n99", 1_000));
        Assert.That((_waiting.Take(10).Keys.Single(), _waiting.TakeLost().Count), Is.EqualTo(("c99", 0)));
    }

    [Test]
    public void Add_ManyThatAreGone_AreKept()
    {
        for (var i = 0; i < 20_000; i++)
        {
            _waiting.Add($"{i}", WaitingReport.Gone);
        }

        Assert.That((_waiting.Take(100_000).Count, _waiting.TakeLost().Count), Is.EqualTo((20_000, 0)));
    }

    [Test]
    public void PutBack_WhatCameMeanwhile_Stays()
    {
        _waiting.Add("a", Of("n", 10));
        _waiting.Add("b", Of("n", 10));
        var batch = _waiting.Take(10);
        _waiting.Add("a", WaitingReport.Gone);

        _waiting.PutBack(batch);

        var now = _waiting.Take(10);
        Assert.That((now["a"], now["b"]), Is.EqualTo((WaitingReport.Gone, batch["b"])));
    }

    private static WaitingReport Of(string node, int characters) => new(node, new string('x', characters));
}
