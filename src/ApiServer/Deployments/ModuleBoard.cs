namespace Tricorder.ApiServer.Deployments;

/// <summary>One module's side of the convergence. Guarded by the feed's gate.</summary>
internal sealed class ModuleBoard
{
    private readonly int[] _counts = new int[6];
    private readonly Dictionary<(int Known, bool Cordoned), int> _running = [];

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
        instance.CountedBy = this;
        var now = instance.Agent.IsOnline
            ? new CountedInstance(instance.State, instance.Known, instance.Agent.IsCordoned)
            : (CountedInstance?)null;
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
        instance.CountedBy = null;
    }

    /// <summary>ONLINE agents that run what they would have to, if this revision (0 = none) were wanted.</summary>
    public int CountSettled(int revision, AgentTotals agents)
    {
        // First as if nobody ran it, then each that may as it is. Cordoned agents are wanted to run nothing.
        var settled = agents.Cordoned + (revision == 0 ? agents.Online - agents.Cordoned : 0);
        foreach (var ((known, cordoned), count) in _running)
        {
            var wanted = cordoned ? 0 : revision;
            settled += (known == wanted ? count : 0) - (wanted == 0 ? count : 0);
        }

        return settled;
    }

    private void Count(CountedInstance? counted, int by)
    {
        if (counted is not { } instance)
        {
            return;
        }

        _counts[(int)instance.State] += by;
        var key = (instance.Known, instance.Cordoned);
        var count = _running.GetValueOrDefault(key) + by;
        if (count == 0)
        {
            _running.Remove(key);
        }
        else
        {
            _running[key] = count;
        }
    }
}
