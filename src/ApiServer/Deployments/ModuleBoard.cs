namespace Tricorder.ApiServer.Deployments;

/// <summary>One module's side of the convergence. Guarded by the feed's gate.</summary>
internal sealed class ModuleBoard
{
    private readonly int[] _counts = new int[6];

    public required DesiredModule Desired { get; set; }

    public required DateTimeOffset UpdateTime { get; set; }

    /// <summary>The settled phase last announced for <see cref="AnnouncedGeneration"/>.</summary>
    public DeploymentPhase? AnnouncedPhase { get; set; }

    public long AnnouncedGeneration { get; set; }

    public int Count(InstanceState state) => _counts[(int)state];

    /// <summary>Counts the instance under its present state, or not at all while its agent is away.</summary>
    public void Recount(Instance instance)
    {
        var now = instance.Agent.IsOnline ? instance.State : (InstanceState?)null;
        if (instance.CountedAs is { } before)
        {
            _counts[(int)before]--;
        }

        if (now is { } after)
        {
            _counts[(int)after]++;
        }

        instance.CountedAs = now;
    }

    public void Uncount(Instance instance)
    {
        if (instance.CountedAs is { } before)
        {
            _counts[(int)before]--;
            instance.CountedAs = null;
        }
    }
}
