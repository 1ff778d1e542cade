namespace Tricorder.ApiServer.Deployments;

internal enum DeploymentTarget
{
    Deployed = 1,
    Undeployed = 2,
}
