using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>
/// A server shared by the tests of a fixture, which run one after the other. After each test its agents are gone and nothing is deployed,
/// so that the next one's agents are told only what it deploys.
/// </summary>
public abstract class ConvergenceTest(params string[] settings)
{
    private readonly List<IDisposable> _agents = [];

    internal ServerProcess Server { get; private set; } = null!;

    internal ControlPlane Plane { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartServerAsync()
    {
        Server = await ServerProcess.StartAsync(settings);
        Plane = new ControlPlane(Server.Channel);
    }

    [OneTimeTearDown]
    public async Task StopServerAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    [TearDown]
    public async Task LeaveNothingAsync()
    {
        foreach (var agent in _agents)
        {
            agent.Dispose();
        }

        _agents.Clear();
        await Plane.UndeployAllAsync();
        await Eventually.TrueAsync(
            async () => (await Plane.Agents.ListAgentsAsync(
                new ListAgentsRequest { State = AgentState.Online }, ControlPlane.Options)).TotalSize == 0,
            "all agents of the test are gone");
    }

    internal async Task<ScriptedAgent> AgentAsync(
        string? id = null, string? node = null, params IEnumerable<(string ModuleId, int Revision)> running) =>
        Track(await ScriptedAgent.ConnectAsync(Server, id, node, running));

    internal async Task<ScriptedLegacyAgent> LegacyAgentAsync(string? id = null, string? node = null) =>
        Track(await ScriptedLegacyAgent.ConnectAsync(Server, id, node));

    internal T Track<T>(T agent)
        where T : IDisposable
    {
        _agents.Add(agent);
        return agent;
    }

    /// <summary>
    /// Shows that agents with nothing to answer are told nothing more: what is deployed now is the next thing each of them hears of.
    /// </summary>
    internal async Task NothingElseComesAsync(params ScriptedAgent[] agents)
    {
        var fence = await Plane.RunAsync();
        foreach (var agent in agents)
        {
            await agent.ObeyAsync(ModuleAction.Deploy, fence.Id);
        }
    }

    /// <inheritdoc cref="NothingElseComesAsync(ScriptedAgent[])"/>
    internal async Task NothingElseComesAsync(params ScriptedLegacyAgent[] agents)
    {
        var fence = await Plane.RunAsync();
        foreach (var agent in agents)
        {
            await agent.SucceedAsync(await agent.DeployAsync(fence.Id));
        }
    }

    /// <summary>The agent is gone, and the server knows.</summary>
    internal async Task VanishAsync(ScriptedAgent agent)
    {
        agent.Vanish();
        await GoneAsync(agent.Id);
    }

    internal async Task VanishAsync(ScriptedLegacyAgent agent)
    {
        agent.Vanish();
        await GoneAsync(agent.Id);
    }

    internal static void AssertRefused(RpcException? error, StatusCode code, string? reason = null)
    {
        Assert.That(error, Is.Not.Null, "the stream ended with OK");
        Assert.That(error!.StatusCode, Is.EqualTo(code), error.ToString());
        if (reason is not null)
        {
            Assert.That(error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason, Is.EqualTo(reason));
        }
    }

    private Task GoneAsync(string agentId) => Eventually.TrueAsync(
        async () => (await Plane.AgentAsync(agentId)).State != AgentState.Online, "the server notices that the agent is gone");
}
