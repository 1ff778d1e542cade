using Tricorder.ApiServer.Deployments.Desired;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Instances of one module on agents that are ONLINE, counted by all that decides what is shown of them.</summary>
internal sealed class InstanceTally
{
    private readonly int[] _byState = new int[(int)InstanceState.Held + 1];
    private readonly Dictionary<InstanceFacts, int> _byFacts = [];

    public int Count(InstanceState state) => _byState[(int)state];

    /// <summary>Counts the instance as it is, or not at all while its agent is away.</summary>
    public void Recount(Instance instance)
    {
        var facts = instance.Facts;
        var now = facts.Online ? facts : (InstanceFacts?)null;
        if (now != instance.CountedAs)
        {
            Add(instance.CountedAs, -1);
            Add(now, 1);
            instance.CountedAs = now;
        }
    }

    public void Uncount(Instance instance)
    {
        Add(instance.CountedAs, -1);
        instance.CountedAs = null;
    }

    /// <summary>Counts an instance of which no module is known, so that it is counted nowhere else.</summary>
    public void Add(InstanceFacts? counted, int by)
    {
        if (counted is not { } facts)
        {
            return;
        }

        _byState[(int)facts.State] += by;
        var count = _byFacts.GetValueOrDefault(facts) + by;
        if (count == 0)
        {
            _byFacts.Remove(facts);
        }
        else
        {
            _byFacts[facts] = count;
        }
    }

    /// <summary>The same counts, which do not change any more.</summary>
    public InstanceTally Copy()
    {
        var copy = new InstanceTally();
        foreach (var (facts, count) in _byFacts)
        {
            copy.Add(facts, count);
        }

        return copy;
    }

    /// <summary>The counts were this revision (0 = none) desired, and nobody had been told of it yet.</summary>
    public InstanceCounts Predict(int revision, AgentTotals agents)
    {
        // First as if nobody ran it, then each that may as it is. Cordoned agents should run nothing.
        var settled = agents.Cordoned + (revision == 0 ? agents.Online - agents.Cordoned : 0);
        foreach (var (facts, count) in _byFacts)
        {
            var desired = facts.Cordoned ? 0 : revision;
            settled += (facts.Known == desired ? count : 0) - (desired == 0 ? count : 0);
        }

        return new InstanceCounts(agents.Online - settled, 0, settled, 0, 0, agents.Offline);
    }

    /// <summary>Agents by what is shown of the module there.</summary>
    /// <param name="agents">All agents: most may never have been told of it.</param>
    /// <param name="desired">What is desired of the module.</param>
    /// <param name="isNew">Nobody was told of that yet.</param>
    public DisplayCounts Show(AgentTotals agents, DesiredModule desired, bool isNew)
    {
        var revision = desired.ShownRevision;
        var neverTold = agents.Online - agents.Cordoned;
        Span<int> counts = stackalloc int[DisplayCounts.Length];
        foreach (var (facts, count) in _byFacts)
        {
            counts[(int)DisplayRule.Of(isNew ? facts.Anew(desired.RevisionForAgents) : facts, revision)] += count;
            neverTold -= facts.Cordoned ? 0 : count;
        }

        counts[(int)DisplayState.Offline] = agents.Offline;
        counts[(int)DisplayState.Cordoned] = agents.Cordoned;
        counts[(int)DisplayRule.Of(InstanceFacts.NeverTold(online: true, cordoned: false), revision)] += neverTold;
        return DisplayCounts.Of(counts);
    }
}
