using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Fleet;

/// <summary>What goes on in a real cluster: containers restart, pods are replaced, nodes vanish and others come, cables fail.</summary>
internal sealed class Churn(AgentContext context, IReadOnlyList<SimulatedAgent> agents) : IDisposable
{
    private const double DisconnectShare = 0.2;
    private const double NewPodShare = 0.2;
    private const double NewNodeShare = 0.2;

    private readonly Dice _dice = Dice.For(context.Seed, agent: 0, purpose: 3);
    private ScheduledCall? _next;
    private volatile bool _stopped;

    public void Start()
    {
        if (context.Options.ChurnPerMinute > 0)
        {
            Plan();
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _next?.Dispose();
    }

    // Independent events: the time between two of them is exponentially distributed.
    private void Plan()
    {
        var minutes = -Math.Log(1 - _dice.NextDouble()) / context.Options.ChurnPerMinute;
        _next = context.Scheduler.Schedule(TimeSpan.FromMinutes(minutes), Happen);
    }

    private void Happen()
    {
        if (_stopped)
        {
            return;
        }

        Hit(_dice.Pick(agents), _dice.NextDouble());
        Plan();
    }

    private void Hit(SimulatedAgent agent, double kind)
    {
        if (kind < DisconnectShare)
        {
            agent.Disconnect();
        }
        else if (kind < DisconnectShare + NewPodShare)
        {
            agent.Restart(RestartKind.NewPod, _dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)));
        }
        else if (kind < DisconnectShare + NewPodShare + NewNodeShare)
        {
            agent.Restart(RestartKind.NewNode, _dice.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)));
        }
        else
        {
            agent.Restart(RestartKind.SamePod, _dice.Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3)));
        }
    }
}
