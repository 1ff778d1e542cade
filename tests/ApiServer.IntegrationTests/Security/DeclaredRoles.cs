using Google.Protobuf.Reflection;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>
/// Who may call what, written down a second time: a change of an annotation is a change of what people are allowed, and must be meant.
/// </summary>
internal static class DeclaredRoles
{
    private static readonly (ServiceDescriptor Service, Role Role, string[] Methods)[] Table =
    [
        (ModuleService.Descriptor,
            Role.Viewer,
            ["GetModule", "ListModules", "ListModuleRevisions", "GetDeployment", "ListModuleInstances", "ListModuleStatistics"]),
        (ModuleService.Descriptor, Role.Author, ["CreateModule", "UpdateModule", "ValidateModule", "PreviewModule"]),
        (ModuleService.Descriptor, Role.Deployer, ["DeployModule", "UndeployModule", "BatchDeployModules"]),
        (ModuleService.Descriptor, Role.Admin, ["DeleteModule"]),
        (AgentService.Descriptor, Role.Agent, ["Connect"]),
        (AgentService.Descriptor, Role.Viewer, ["ListAgents", "GetAgent"]),
        (AgentService.Descriptor, Role.Deployer, ["UpdateAgent"]),
        (AgentService.Descriptor, Role.Admin, ["DeleteAgent"]),
        (WatchService.Descriptor, Role.Viewer, ["Watch"]),
        (EventService.Descriptor, Role.Viewer, ["ListEvents"]),
        (StatusService.Descriptor, Role.Viewer, ["GetServerStatus"]),
        (DatabaseService.Descriptor, Role.Viewer, ["ListTables", "ListRows"]),
        (DatabaseService.Descriptor, Role.Admin, ["SetRetention", "DropTable"]),
        (GrafanaService.Descriptor,
            Role.Viewer,
            ["GetGrafanaStatus", "GetDatasource", "ListDatasources", "GetDashboard", "ListDashboards"]),
        (GrafanaService.Descriptor, Role.Admin,
        [
            "CreateDatasource", "UpdateDatasource", "DeleteDatasource", "CheckDatasource", "CreateDashboard", "DeleteDashboard",
            "ListTokens", "RotateToken",
        ]),
        (SessionService.Descriptor, Role.Viewer, ["ListSessions", "RevokeSession"]),
        (TokenService.Descriptor, Role.Viewer, ["GetCaller"]),
        (TokenService.Descriptor, Role.Admin, ["CreateToken", "ListTokens", "RevokeToken"]),
    ];

    /// <summary>Every method of every service of the public contract.</summary>
    public static IReadOnlyList<MethodDescriptor> AllMethods { get; } =
    [
        .. typeof(ModuleService).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ModuleService).Namespace)
            .Select(type => type.GetProperty("Descriptor")?.GetValue(null)).OfType<ServiceDescriptor>()
            .SelectMany(service => service.Methods),
    ];

    public static Role Of(MethodDescriptor method) =>
        Table.Single(row => row.Service == method.Service && row.Methods.Contains(method.Name)).Role;

    /// <summary>VIEWER, AUTHOR, DEPLOYER and ADMIN are a ladder; AGENT stands beside it.</summary>
    public static bool Allows(Role needed, Role caller) =>
        needed == Role.Agent || caller == Role.Agent ? needed == caller : caller >= needed;
}
