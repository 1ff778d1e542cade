namespace Tricorder.ApiServer.Deployments.State;

internal enum InstanceState
{
    Pending = 1,
    InProgress = 2,
    Succeeded = 3,
    Failed = 4,

    /// <summary>The crash-loop guard holds it: not sent again before an explicit deploy.</summary>
    Held = 5,
}
