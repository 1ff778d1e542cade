namespace Tricorder.ApiServer.Api;

/// <summary>Seam: the deployment that goes with a module.</summary>
internal interface IDeploymentViews
{
    /// <summary>Null when the module was never deployed. Quick, in memory: it is asked for each module of a list.</summary>
    V1.Deployment? Find(string moduleId);
}
