namespace Tricorder.ApiServer.Deployments.Desired;

internal enum DeploymentTarget
{
    Deployed = 1,
    Undeployed = 2,
}
