namespace Tricorder.ApiServer.Deployments;

/// <summary>One module's side of the convergence. Guarded by the feed's gate.</summary>
internal sealed class ModuleBoard
{
    private readonly int[] _counts = new int[6];
    private readonly Dictionary<InstanceFacts, int> _counted = [];

    public required DesiredModule Desired { get; set; }

    public required DateTimeOffset UpdateTime { get; set; }

    /// <summary>What other rooms say of it, by type. It goes with the module.</summary>
    public Dictionary<string, Condition> Conditions { get; } = [];

    /// <summary>The settled phases announced for <see cref="AnnouncedGeneration"/>.</summary>
    public HashSet<DeploymentPhase> AnnouncedPhases { get; } = [];

    public long AnnouncedGeneration { get; set; }

    public int Count(InstanceState state) => _counts[(int)state];

    /// <summary>Counts the instance as it is, or not at all while its agent is away.</summary>
    public void Recount(Instance instance)
    {
        var facts = instance.Facts;
        var now = facts.Online ? facts : (InstanceFacts?)null;
        if (now != instance.CountedAs)
        {
            Count(instance.CountedAs, -1);
            Count(now, 1);
            instance.CountedAs = now;
        }
    }

    public void Uncount(Instance instance)
    {
        Count(instance.CountedAs, -1);
        instance.CountedAs = null;
    }

    /// <summary>ONLINE agents that run what they would have to, if this revision (0 = none) were wanted.</summary>
    public int CountSettled(int revision, AgentTotals agents)
    {
        // First as if nobody ran it, then each that may as it is. Cordoned agents are wanted to run nothing.
        var settled = agents.Cordoned + (revision == 0 ? agents.Online - agents.Cordoned : 0);
        foreach (var (facts, count) in _counted)
        {
            var wanted = facts.Cordoned ? 0 : revision;
            settled += (facts.Known == wanted ? count : 0) - (wanted == 0 ? count : 0);
        }

        return settled;
    }

    /// <summary>Agents by what is shown of this module there.</summary>
    /// <param name="agents">All agents: most may never have been told of it.</param>
    /// <param name="desired">What is wanted of the module, now or once it is committed.</param>
    public DisplayCounts Show(AgentTotals agents, DesiredModule desired)
    {
        var wanted = desired.ShownRevision;
        var isAnew = desired.AgentsGeneration != Desired.AgentsGeneration;
        var neverTold = agents.Online - agents.Cordoned;
        Span<int> counts = stackalloc int[DisplayCounts.Length];
        foreach (var (facts, count) in _counted)
        {
            counts[(int)DisplayRule.Of(isAnew ? facts.Anew(desired.WantedRevision) : facts, wanted)] += count;
            neverTold -= facts.Cordoned ? 0 : count;
        }

        counts[(int)DisplayState.Offline] = agents.Offline;
        counts[(int)DisplayState.Cordoned] = agents.Cordoned;
        counts[(int)DisplayRule.Of(InstanceFacts.NeverTold(online: true, cordoned: false), wanted)] += neverTold;
        return DisplayCounts.Of(counts);
    }

    private void Count(InstanceFacts? counted, int by)
    {
        if (counted is not { } facts)
        {
            return;
        }

        _counts[(int)facts.State] += by;
        var count = _counted.GetValueOrDefault(facts) + by;
        if (count == 0)
        {
            _counted.Remove(facts);
        }
        else
        {
            _counted[facts] = count;
        }
    }
}
