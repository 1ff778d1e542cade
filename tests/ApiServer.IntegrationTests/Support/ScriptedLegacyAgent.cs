using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// An agent of 2023 as it is on the wire, which does nothing by itself: a test takes its orders and says what it answers.
/// </summary>
internal sealed class ScriptedLegacyAgent : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<DeployModuleResp, DeployModuleReq> _updates;
    private readonly AsyncDuplexStreamingCall<ProcessWrapper, ContainerInfo> _processes;
    private readonly Inbox<DeployModuleReq> _inbox = new();
    private readonly Inbox<ContainerInfo> _containers = new();

    private ScriptedLegacyAgent(ServerProcess server, string id, string node)
    {
        (Id, Node) = (id, node);
        _channel = GrpcChannel.ForAddress(server.Grpc, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _updates = new ModuleDeployer.ModuleDeployerClient(_channel).DeployModule();
        _processes = new ProcessCollector.ProcessCollectorClient(_channel).ReportProcess();
        _ = _inbox.FillAsync(_updates.ResponseStream);
        _ = _containers.FillAsync(_processes.ResponseStream);
    }

    public string Id { get; }

    public string Node { get; }

    /// <summary>Orders that have come and were not taken.</summary>
    public int Waiting => _inbox.Count;

    /// <summary>The process stream still stands; if it ended with an error, such an agent would crash.</summary>
    public bool ReportsProcesses => !_containers.HasEnded;

    /// <summary>Sends what such an agent sends first: who it is, and its node's name on the other stream.</summary>
    public static async Task<ScriptedLegacyAgent> ConnectAsync(ServerProcess server, string? id = null, string? node = null)
    {
        var agent = new ScriptedLegacyAgent(server, id ?? Guid.NewGuid().ToString(), node ?? "old-" + Guid.NewGuid().ToString("N")[..8]);
        await agent.SendAsync(
            new DeployModuleResp { Agent = new Agent { Id = agent.Id, PodId = "pod-" + agent.Id, NodeName = agent.Node } });
        await agent._processes.RequestStream.WriteAsync(new ProcessWrapper { NodeName = agent.Node });
        return agent;
    }

    /// <summary>Takes the next order, which must be this one.</summary>
    public async Task<DeployModuleReq> OrderAsync(DeployModuleReq.Types.DEPLOY_STATUS action, string moduleId)
    {
        var order = await _inbox.TakeAsync($"an order for {Node}");
        Assert.That((order.Deploy, order.ModuleId), Is.EqualTo((action, moduleId)), $"the next order of {Node}");
        return order;
    }

    public Task<DeployModuleReq> DeployAsync(string moduleId) => OrderAsync(DeployModuleReq.Types.DEPLOY_STATUS.Deploy, moduleId);

    public Task<DeployModuleReq> UndeployAsync(string moduleId) => OrderAsync(DeployModuleReq.Types.DEPLOY_STATUS.Undeploy, moduleId);

    public Task SucceedAsync(DeployModuleReq order) => AnswerAsync(order, ModuleInstanceState.Succeeded, "");

    public Task FailAsync(DeployModuleReq order, string message) => AnswerAsync(order, ModuleInstanceState.Failed, message);

    public Task AnswerAsync(DeployModuleReq order, ModuleInstanceState state, string message) =>
        SendAsync(new DeployModuleResp { ModuleId = order.ModuleId, State = state, Desc = message });

    public Task SendAsync(DeployModuleResp message) => _updates.RequestStream.WriteAsync(message);

    public Task<ContainerInfo> ContainerAsync() => _containers.TakeAsync($"a container for {Node}");

    public Task SendProcessAsync(ProcessWrapper message) => _processes.RequestStream.WriteAsync(message);

    /// <summary>How the server ended the order stream; null = OK.</summary>
    public Task<RpcException?> OrdersEndAsync() => _inbox.EndAsync();

    /// <summary>How the server ended the process stream; null = OK.</summary>
    public Task<RpcException?> ProcessesEndAsync() => _containers.EndAsync();

    /// <summary>The connection is gone.</summary>
    public void Vanish() => Dispose();

    public void Dispose()
    {
        _updates.Dispose();
        _processes.Dispose();
        _channel.Dispose();
    }
}
