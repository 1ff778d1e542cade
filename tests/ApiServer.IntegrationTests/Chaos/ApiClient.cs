using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Calls the server as a user would, and reads whole lists.</summary>
internal sealed class ApiClient(GrpcChannel channel)
{
    private const int PageSize = 500;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public ModuleService.ModuleServiceClient Modules { get; } = new(channel);

    public AgentService.AgentServiceClient Agents { get; } = new(channel);

    public EventService.EventServiceClient Events { get; } = new(channel);

    public WatchService.WatchServiceClient Watches { get; } = new(channel);

    public StatusService.StatusServiceClient Status { get; } = new(channel);

    /// <summary>Waits for a server that is just being started again.</summary>
    public static CallOptions Patient(CancellationToken cancellationToken = default) =>
        new CallOptions(deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellationToken).WithWaitForReady();

    public async Task<Module> CreateAsync(Module module) =>
        (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = module }, Patient())).Module;

    public async Task<Deployment> DeployAsync(string moduleId, int revision = 0) =>
        (await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = moduleId, Revision = revision }, Patient())).Deployment;

    public async Task<Deployment> UndeployAsync(string moduleId) =>
        (await Modules.UndeployModuleAsync(new UndeployModuleRequest { ModuleId = moduleId }, Patient())).Deployment;

    public async Task<Deployment> DeploymentAsync(string moduleId) =>
        (await Modules.GetDeploymentAsync(new GetDeploymentRequest { ModuleId = moduleId }, Patient())).Deployment;

    public Task<List<Module>> AllModulesAsync(ModuleView view = ModuleView.Basic) => AllAsync<Module>(async token =>
    {
        var page = await Modules.ListModulesAsync(
            new ListModulesRequest { PageSize = PageSize, PageToken = token, View = view }, Patient());
        return (page.Modules, page.NextPageToken);
    });

    public Task<List<ModuleInstance>> AllInstancesAsync(string moduleId) => AllAsync<ModuleInstance>(async token =>
    {
        var page = await Modules.ListModuleInstancesAsync(
            new ListModuleInstancesRequest { ModuleId = moduleId, PageSize = PageSize, PageToken = token }, Patient());
        return (page.Instances, page.NextPageToken);
    });

    public Task<List<V1.Agent>> AllAgentsAsync(AgentState state = AgentState.Unspecified) => AllAsync<V1.Agent>(async token =>
    {
        var page = await Agents.ListAgentsAsync(new ListAgentsRequest { State = state, PageSize = PageSize, PageToken = token }, Patient());
        return (page.Agents, page.NextPageToken);
    });

    public Task<List<Event>> AllEventsAsync() => AllAsync<Event>(async token =>
    {
        var page = await Events.ListEventsAsync(new ListEventsRequest { PageSize = PageSize, PageToken = token }, Patient());
        return (page.Events, page.NextPageToken);
    });

    public static async Task<RpcException?> FailureOf(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RpcException e)
        {
            return e;
        }
    }

    private static async Task<List<T>> AllAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> read)
    {
        var all = new List<T>();
        var token = "";
        do
        {
            (var items, token) = await read(token);
            all.AddRange(items);
        }
        while (token.Length > 0);

        return all;
    }
}
