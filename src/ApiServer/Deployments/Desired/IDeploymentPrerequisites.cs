using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Desired;

/// <summary>Seam: what a deployment needs of other rooms before it goes on. The room of the observability database implements it.</summary>
internal interface IDeploymentPrerequisites
{
    /// <summary>Whether agents may be told of a revision: its table was ready once.</summary>
    bool IsReady(WriteUnit unit, string moduleId, int revision);

    /// <summary>Whether there is something left to do for a deleted module, such as dropping its tables.</summary>
    bool HoldsTombstone(WriteUnit unit, string moduleId);
}

/// <summary>No other room takes part.</summary>
internal sealed class NoDeploymentPrerequisites : IDeploymentPrerequisites
{
    public bool IsReady(WriteUnit unit, string moduleId, int revision) => true;

    public bool HoldsTombstone(WriteUnit unit, string moduleId) => false;
}
