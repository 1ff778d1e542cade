using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class ConvergenceBoardTests
{
    private BoardBed _bed = null!;
    private AgentBoard _agent = null!;
    private Instance _failed = null!;

    [SetUp]
    public void SetUp()
    {
        _bed = new BoardBed();
        _bed.Apply("m", 1);
        _agent = _bed.Connect("a");
        _failed = _agent.Dequeue()!;
        _bed.Answer(_failed, InstanceState.Failed);
    }

    [TearDown]
    public async Task TearDown() => await _bed.DisposeAsync();

    [Test]
    public void RetryDue_Failed_IsQueuedOnceItsTimeHasCome()
    {
        RetryDue();
        var early = _agent.Dequeue();
        RetryLater();

        Assert.That(early, Is.Null);
        Assert.That(_agent.Dequeue(), Is.SameAs(_failed));
    }

    [Test]
    public void RetryDue_AgentReconnectedMeanwhile_WhatWasReplacedIsDropped()
    {
        _bed.Connect("a");
        var current = _agent.Dequeue();

        RetryLater();

        Assert.That(current, Is.Not.SameAs(_failed));
        Assert.That(_agent.Dequeue(), Is.Null);
    }

    [Test]
    public void RetryDue_AgentForgottenMeanwhile_IsDropped()
    {
        _bed.Live.Change(() => _bed.Board.Forget("a"));

        RetryLater();

        Assert.That(_agent.Dequeue(), Is.Null);
    }

    [Test]
    public async Task Settle_InstanceWasReplaced_ChangesNothing()
    {
        await _bed.EventsAsync(EventKinds.InstanceFailed);
        _bed.Connect("a", ("m", 1));
        var before = _bed.Views.Find("m");

        _bed.Answer(_failed, InstanceState.Failed);
        _bed.Live.Change(() => _bed.Board.Postpone(_failed));

        RetryLater();
        Assert.That(await _bed.EventsAsync(EventKinds.InstanceFailed), Has.Count.EqualTo(1), "only what was told before");
        Assert.That(_bed.Views.Find("m")!.Counts, Is.EqualTo(before!.Counts));
        Assert.That(_bed.InstanceViews.Find("m", "a")!.State, Is.EqualTo(InstanceState.Succeeded));
        Assert.That(_agent.Dequeue(), Is.Null);
    }

    private void RetryLater()
    {
        _bed.Clock.Advance(TimeSpan.FromMinutes(10));
        RetryDue();
    }

    private void RetryDue()
    {
        _bed.Live.Change(() => _bed.Board.RetryDue());
    }
}
