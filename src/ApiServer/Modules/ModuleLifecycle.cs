namespace Tricorder.ApiServer.Modules;

/// <summary>Stored in <c>code.status</c>.</summary>
internal enum ModuleLifecycle
{
    Created = 1,
    Deployed = 2,
    Undeployed = 3,
}
