using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>
/// Counts what an agent had been given shortly before it was lost, and holds it where that was too often.
/// </summary>
internal sealed class LossCounter(
    LossStore store, CrashLoopGuard brake, FleetState board, IOptions<DeploymentOptions> options)
{
    /// <summary>What may have killed the agent whose session ended so. Reads live state.</summary>
    public IReadOnlyList<Suspect> Suspects(FleetAgent agent, SessionEnd end, Instance? inFlight, DateTimeOffset lastSeen) =>
        IsLoss(end, inFlight is not null)
            ?
            [
                .. agent.Instances.Values
                    .Where(instance => instance.Told.Deploy && WasJustGiven(instance, end, inFlight, lastSeen))
                    .Select(instance => new Suspect(instance.ModuleId, agent.NodeKey, instance.Told.Generation)),
            ]
            : [];

    /// <summary>Part of the transaction that stores the end of the session.</summary>
    public void Count(WriteUnit unit, IReadOnlyList<Suspect> suspects, DateTimeOffset lastSeen)
    {
        foreach (var suspect in suspects)
        {
            var loss = store.Count(unit, suspect.ModuleId, suspect.NodeKey, suspect.Generation, lastSeen);
            unit.Publish(() => Apply(loss));
        }
    }

    /// <summary>Only an agent that died or hangs may have been killed by what it was given, not one that left or was sent away.</summary>
    private static bool IsLoss(SessionEnd end, bool hasInFlight) => end switch
    {
        SessionEnd.Lost or SessionEnd.Silent or SessionEnd.Stalled => true,
        SessionEnd.Closed => hasInFlight,
        _ => false,
    };

    /// <summary>Where the stream broke under an update that it is not known to have taken, the agent may well have it.</summary>
    private bool WasJustGiven(Instance instance, SessionEnd end, Instance? inFlight, DateTimeOffset lastSeen) =>
        instance.GivenAt is { } given
            ? lastSeen - given <= options.Value.PoisonWindow
            : instance == inFlight && end is (SessionEnd.Lost or SessionEnd.Closed);

    private void Apply(Loss loss)
    {
        brake.Apply(loss);
        if (loss.Losses < options.Value.PoisonLosses)
        {
            return;
        }

        foreach (var agent in board.OnNode(loss.NodeKey))
        {
            board.Refresh(agent, loss.ModuleId);
        }
    }
}
