namespace Tricorder.ApiServer.Deployments.Desired;

/// <summary>
/// What should run of one module, once for all agents. Agents are told <see cref="AgentsRevision"/> under
/// <see cref="AgentsGeneration"/>, which stay those of the previous deployment while something of the new one is not ready.
/// </summary>
internal sealed record DesiredModule
{
    public required string ModuleId { get; init; }

    public required string ModuleName { get; init; }

    public required DeploymentTarget Target { get; init; }

    public required int Revision { get; init; }

    /// <summary>Only grows; one per deploy, undeploy, rollback or delete.</summary>
    public required long Generation { get; init; }

    public required int AgentsRevision { get; init; }

    public required long AgentsGeneration { get; init; }

    /// <summary>A tombstone: the module is gone, what stops it is kept.</summary>
    public bool Deleted { get; init; }

    public bool DropData { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public bool IsWithheld => AgentsGeneration != Generation;

    /// <summary>The revision agents should run; 0 = none.</summary>
    public int RevisionForAgents => IsDeployed ? AgentsRevision : 0;

    /// <summary>The revision that was asked for; 0 = none. Agents may not be told of it yet.</summary>
    public int ShownRevision => IsDeployed ? Revision : 0;

    /// <summary>The same once agents are told of it, however long that takes.</summary>
    public DesiredModule ToldLater => this with { AgentsRevision = Revision };

    public bool IsDeployed => this is { Target: DeploymentTarget.Deployed, Deleted: false };
}
