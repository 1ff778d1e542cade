using Tricorder.ApiServer.Agents.Containers;

namespace Tricorder.ApiServer.Tests.Agents.Containers;

public class ContainerNotifierTests
{
    private NodeContainers _containers = null!;

    [SetUp]
    public void SetUp() => _containers = new NodeContainers();

    [Test]
    public void Next_ContainersThereBefore_AreTold()
    {
        _containers.Put("p", "n", [Of("a"), Of("b")]);
        using var teller = new ContainerNotifier(_containers, "n");

        Assert.That(All(teller), Is.EquivalentTo(new[] { "+a", "+b" }));
        Assert.That(All(teller), Is.Empty, "told once");
    }

    [Test]
    public void Next_WhatCameAndWentMeanwhile_IsNotTold()
    {
        using var teller = new ContainerNotifier(_containers, "n");
        _containers.Put("p", "n", [Of("a")]);
        _containers.Put("p", "n", [Of("b")]);
        _containers.Put("q", "other", [Of("c")]);

        Assert.That(All(teller), Is.EqualTo(new[] { "+b" }));
    }

    [Test]
    public void Next_PodGone_IsToldAsRemoved()
    {
        _containers.Put("p", "n", [Of("a")]);
        using var teller = new ContainerNotifier(_containers, "n");
        All(teller);

        Assert.That(_containers.Remove("p"), Is.EqualTo(new[] { "a" }));

        Assert.That(All(teller), Is.EqualTo(new[] { "-a" }));
    }

    [Test]
    public void Next_PodOnAnotherNodeNow_IsToldThere()
    {
        _containers.Put("p", "n", [Of("a")]);
        using var here = new ContainerNotifier(_containers, "n");
        using var there = new ContainerNotifier(_containers, "m");
        All(here);

        _containers.Put("p", "m", [Of("a")]);

        Assert.That(All(here).Concat(All(there)), Is.EqualTo(new[] { "-a", "+a" }));
    }

    [Test]
    public void AskAgain_OfWhatRuns_IsToldOnceMore()
    {
        _containers.Put("p", "n", [Of("a"), Of("b")]);
        using var teller = new ContainerNotifier(_containers, "n");
        All(teller);

        _containers.AskAgain([("n", "a"), ("n", "gone"), ("nowhere", "b")], _ => true);

        Assert.That(All(teller), Is.EqualTo(new[] { "+a" }));
        _containers.Put("p", "n", [Of("a"), Of("b")]);
        Assert.That(All(teller), Is.Empty, "the same pod again is no news");
        _containers.AskAgain([("n", "a"), ("n", "b")], container => container.AskedAgain == 0);
        Assert.That(All(teller), Is.EqualTo(new[] { "+b" }), "only what is due");
    }

    [Test]
    public void Follow_IsCalledAtChangesOnlyAndUntilDisposed()
    {
        var calls = 0;
        using (var teller = new ContainerNotifier(_containers, "n"))
        {
            teller.Follow(() => calls++);
            _containers.Put("p", "n", [Of("a")]);
            _containers.Put("p", "n", [Of("a")]);
            _containers.Put("q", "m", [Of("b")]);
        }

        _containers.Remove("p");

        Assert.That(calls, Is.EqualTo(1));
        Assert.That(_containers.All(), Is.EqualTo(new Dictionary<string, string> { ["b"] = "m" }));
    }

    private static Container Of(string id) => new(id, "name", "pod", "pod-name", "Burstable");

    private static List<string> All(ContainerNotifier teller)
    {
        var told = new List<string>();
        while (teller.Next() is { } notice)
        {
            told.Add((notice.Removed ? "-" : "+") + notice.Container.Id);
        }

        return told;
    }
}
