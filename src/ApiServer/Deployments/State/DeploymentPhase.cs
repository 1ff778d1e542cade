namespace Tricorder.ApiServer.Deployments.State;

/// <summary>How far a deployment is, looking at ONLINE agents only.</summary>
internal enum DeploymentPhase
{
    /// <summary>No agent has been told yet.</summary>
    Pending = 1,

    /// <summary>Something must be ready first, such as the module's table.</summary>
    Provisioning = 2,
    InProgress = 3,
    Succeeded = 4,

    /// <summary>Settled, but some agents failed or are held.</summary>
    Degraded = 5,
}
