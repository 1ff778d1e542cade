using Tricorder.ApiServer.Deployments;

namespace Tricorder.ApiServer.Api;

/// <summary>The deployments that go with modules, from the board.</summary>
internal sealed class ModuleDeployments(DeploymentViews views) : IDeploymentViews
{
    public V1.Deployment? Find(string moduleId) => views.Find(moduleId) is { } deployment ? DeploymentMapping.ToProto(deployment) : null;
}
