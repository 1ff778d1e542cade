using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class FleetStateTests
{
    private FleetFixture _fixture = null!;
    private FleetAgent _agent = null!;
    private Instance _failed = null!;

    [SetUp]
    public void SetUp()
    {
        _fixture = new FleetFixture();
        _fixture.Apply("m", 1);
        _agent = _fixture.Connect("a");
        _failed = _agent.Dequeue()!;
        _fixture.Answer(_failed, InstanceState.Failed);
    }

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

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
        _fixture.Connect("a");
        var current = _agent.Dequeue();

        RetryLater();

        Assert.That(current, Is.Not.SameAs(_failed));
        Assert.That(_agent.Dequeue(), Is.Null);
    }

    [Test]
    public void RetryDue_AgentForgottenMeanwhile_IsDropped()
    {
        _fixture.Live.Change(() => _fixture.Fleet.Forget("a"));

        RetryLater();

        Assert.That(_agent.Dequeue(), Is.Null);
    }

    [Test]
    public async Task Settle_InstanceWasReplaced_ChangesNothing()
    {
        await _fixture.EventsAsync(EventKinds.InstanceFailed);
        _fixture.Connect("a", ("m", 1));
        var before = _fixture.Views.Find("m");

        _fixture.Answer(_failed, InstanceState.Failed);
        _fixture.Live.Change(() => _fixture.Fleet.Postpone(_failed));

        RetryLater();
        Assert.That(await _fixture.EventsAsync(EventKinds.InstanceFailed), Has.Count.EqualTo(1), "only what was told before");
        Assert.That(_fixture.Views.Find("m")!.Counts, Is.EqualTo(before!.Counts));
        Assert.That(_fixture.InstanceViews.Find("m", "a")!.State, Is.EqualTo(InstanceState.Succeeded));
        Assert.That(_agent.Dequeue(), Is.Null);
    }

    private void RetryLater()
    {
        _fixture.Clock.Advance(TimeSpan.FromMinutes(10));
        RetryDue();
    }

    private void RetryDue()
    {
        _fixture.Live.Change(() => _fixture.Fleet.RetryDue());
    }
}
