using Tricorder.ApiServer.Deployments.Desired;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>One module's side of the convergence. Part of live state.</summary>
internal sealed class FleetModule
{
    public required DesiredModule Desired { get; set; }

    public required DateTimeOffset UpdateTime { get; set; }

    public InstanceTally Tally { get; } = new();

    /// <summary>What other rooms say of it, by type. It goes with the module.</summary>
    public Dictionary<string, Condition> Conditions { get; } = [];

    /// <summary>The settled phases announced for <see cref="AnnouncedGeneration"/>.</summary>
    public HashSet<DeploymentPhase> AnnouncedPhases { get; } = [];

    public long AnnouncedGeneration { get; set; }
}
