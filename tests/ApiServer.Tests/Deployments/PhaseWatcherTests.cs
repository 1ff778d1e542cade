using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class PhaseWatcherTests
{
    private FleetFixture _fixture = null!;

    [SetUp]
    public void SetUp() => _fixture = new FleetFixture();

    [TearDown]
    public async Task TearDown() => await _fixture.DisposeAsync();

    [Test]
    public async Task Look_FailedAgentComesAndGoes_EachPhaseIsToldOncePerGeneration()
    {
        var good = _fixture.Connect("good", ("m", 1));
        var bad = _fixture.Connect("bad");
        _fixture.Apply("m", 1);

        var told = new List<int>();
        for (var generation = 0; generation < 2; generation++)
        {
            for (var i = 0; i < 3; i++)
            {
                _fixture.Answer(bad.Instances["m"], InstanceState.Failed);
                _fixture.Apply(_fixture.Agent("bad", AgentState.Offline));
                _fixture.Connect("bad");
            }

            told.Add((await _fixture.EventsAsync(EventKinds.PhaseReached)).Count);
            _fixture.Apply("m", 1);
        }

        Assert.That(told, Is.EqualTo(new[] { 2, 4 }));
        Assert.That(good.Instances["m"].State, Is.EqualTo(InstanceState.Succeeded));
    }
}
