using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class PhaseWatcherTests
{
    private BoardBed _bed = null!;

    [SetUp]
    public void SetUp() => _bed = new BoardBed();

    [TearDown]
    public async Task TearDown() => await _bed.DisposeAsync();

    [Test]
    public async Task Look_FailedAgentComesAndGoes_EachPhaseIsToldOncePerGeneration()
    {
        var good = _bed.Connect("good", ("m", 1));
        var bad = _bed.Connect("bad");
        _bed.Apply("m", 1);

        var told = new List<int>();
        for (var generation = 0; generation < 2; generation++)
        {
            for (var i = 0; i < 3; i++)
            {
                _bed.Answer(bad.Instances["m"], InstanceState.Failed);
                _bed.Apply(_bed.Agent("bad", AgentState.Offline));
                _bed.Connect("bad");
            }

            told.Add((await _bed.EventsAsync(EventKinds.PhaseReached)).Count);
            _bed.Apply("m", 1);
        }

        Assert.That(told, Is.EqualTo(new[] { 2, 4 }));
        Assert.That(good.Instances["m"].State, Is.EqualTo(InstanceState.Succeeded));
    }
}
