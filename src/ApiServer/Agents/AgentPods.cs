using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Agents whose pod is gone are TERMINATED: nobody waits for them to come back. A pod is gone when Kubernetes says that it is deleted, and
/// when a whole list does not have it that was begun after its agent was known. A list is believed only while it has the server's own pod
/// or that of some other agent: one of another cluster, or cut down by a proxy to what the server may see,
/// must not end the fleet (docs/adr/0023).
/// </summary>
internal sealed class AgentPods(
    AgentRegistry registry, AgentStore store, IDesiredState desired, StoreWriter writer,
    EventDigest digest, ServerPod own, TimeProvider clock)
{
    private const int MaxInUnit = 500;

    // Longer than a watch can be broken without being noticed: a pod that is new has been told by then.
    private static readonly TimeSpan LongAway = TimeSpan.FromMinutes(10);

    private readonly Lock _sync = new();
    private HashSet<string> _there = [];
    private HashSet<string> _knownBefore = [];
    private HashSet<string> _missing = [];
    private bool _isComplete;

    /// <summary>All pods are about to be listed. Pods of agents that come meanwhile may be missing in the list.</summary>
    public void BeginList()
    {
        var known = Waiting().Select(agent => agent.PodUid).ToHashSet();
        lock (_sync)
        {
            _knownBefore = known;
        }
    }

    /// <summary>These pods are there.</summary>
    public void Put(IEnumerable<string> podUids)
    {
        lock (_sync)
        {
            foreach (var uid in podUids)
            {
                _there.Add(uid);
                _missing.Remove(uid);
            }
        }
    }

    /// <summary>Whether a list of these pods vouches for itself: it has the pod of the server, or of an agent that is known.</summary>
    public bool Believes(IReadOnlyCollection<string> podUids)
    {
        var listed = podUids.ToHashSet();
        return Vouches(listed, Waiting());
    }

    /// <summary>These pods are there, and no others.</summary>
    public Task EndListAsync(IReadOnlyCollection<string> podUids, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            _there = [.. podUids];
            _missing = [.. _missing.Union(_knownBefore).Where(uid => !_there.Contains(uid))];
            _isComplete = true;
        }

        return TerminateGoneAsync(cancellationToken);
    }

    /// <summary>These pods were deleted.</summary>
    public Task RemoveAsync(IReadOnlyCollection<string> podUids, CancellationToken cancellationToken)
    {
        var gone = podUids.ToHashSet();
        lock (_sync)
        {
            _there.ExceptWith(gone);
        }

        var sessions = registry.Sessions().ToDictionary(session => session.Agent.Id);
        var agents = Waiting().Where(agent => gone.Contains(agent.PodUid)).ToLookup(agent => sessions.ContainsKey(agent.Id));
        var connected = agents[true].ToList();
        lock (_sync)
        {
            // Where the stream ended first, its end is on its way as something else: it has its turn when that is stored.
            _missing.UnionWith(connected.Select(agent => agent.PodUid));
        }

        foreach (var agent in connected)
        {
            // Its end is stored as what it is.
            sessions[agent.Id].End(SessionEnd.PodGone);
        }

        return TerminateAsync(agents[false], cancellationToken);
    }

    /// <summary>
    /// Ends the agents whose pod is not there. An agent that is connected lives, whatever a list says: it has its turn when its stream has
    /// ended. To be called now and then while pods are followed.
    /// </summary>
    public Task TerminateGoneAsync(CancellationToken cancellationToken)
    {
        var agents = Waiting();
        var now = clock.GetUtcNow();
        List<Agent> gone;
        lock (_sync)
        {
            if (!_isComplete || !Vouches(_there, agents))
            {
                return Task.CompletedTask;
            }

            _missing.IntersectWith(agents.Select(agent => agent.PodUid));
            gone = agents.FindAll(agent => agent.State == AgentState.Offline && !_there.Contains(agent.PodUid)
                && (_missing.Contains(agent.PodUid) || now - agent.LastSeenTime >= LongAway));
        }

        return TerminateAsync(gone, cancellationToken);
    }

    private bool Vouches(HashSet<string> listed, List<Agent> agents) =>
        own.IsIn(listed) || agents.Exists(agent => listed.Contains(agent.PodUid));

    /// <summary>The agents that might come back and have said which pod they are in.</summary>
    private List<Agent> Waiting() =>
        [.. registry.All().Select(known => known.Agent).Where(agent => agent.State != AgentState.Terminated && agent.PodUid.Length > 0)];

    private async Task TerminateAsync(IEnumerable<Agent> agents, CancellationToken cancellationToken)
    {
        foreach (var some in agents.Chunk(MaxInUnit))
        {
            await writer.WriteAsync(unit => Terminate(unit, some), cancellationToken);
        }
    }

    private void Terminate(WriteUnit unit, IReadOnlyList<Agent> agents)
    {
        // Looked at again inside the unit: one may have come back meanwhile.
        List<Agent> gone = [.. store.Find(unit, agents.Select(agent => agent.Id)).Where(agent => agent.State == AgentState.Offline)];
        store.Terminate(unit, [.. gone.Select(agent => agent.Id)], clock.GetUtcNow());
        desired.RecordGone(unit, gone);
        foreach (var agent in gone)
        {
            unit.Publish(() =>
            {
                desired.AgentChanged(agent.Id, registry.Change(agent.Id, now => now with { State = AgentState.Terminated }));
                digest.Add(AgentEvents.PodGone(agent));
            });
        }
    }
}

/// <summary>The pod that this server runs in.</summary>
/// <param name="Uid">Empty: in none, or nobody knows.</param>
internal sealed record ServerPod(string Uid)
{
    public static readonly ServerPod Unknown = new("");

    /// <summary>A list that has it is of the cluster of this server.</summary>
    public bool IsIn(IReadOnlySet<string> podUids) => Uid.Length > 0 && podUids.Contains(Uid);
}
