using Grpc.Core;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Wire.V1;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Security;

namespace Tricorder.ApiServer.Api;

/// <summary>AgentService: the stream of agents, and what is known about them.</summary>
internal sealed class AgentGrpcService(
    IdempotentCalls calls,
    ConnectHandler connect,
    AgentRegistry registry,
    AgentManager agents,
    DeploymentViews deployments,
    RunningUsage usage) : V1.AgentService.AgentServiceBase
{
    public override Task Connect(
        IAsyncStreamReader<V1.AgentMessage> requestStream,
        IServerStreamWriter<V1.ServerMessage> responseStream,
        ServerCallContext context) =>
        connect.RunAsync(requestStream, responseStream, Caller.Of(context.GetHttpContext()), context.CancellationToken);

    public override Task<V1.ListAgentsResponse> ListAgents(V1.ListAgentsRequest request, ServerCallContext context)
    {
        var state = Arguments.Known("state", request.State);
        var page = Paging.Of(nameof(ListAgents), request.PageSize, request.PageToken, state.ToString(), request.FilterText);
        var matching = registry.All().Where(known => Matches(known.Agent, state, request.FilterText)).ToList();
        var items = matching.Where(known => string.CompareOrdinal(known.Agent.Id, page.After) > 0).Take(page.Size + 1).ToList();
        var response = new V1.ListAgentsResponse { TotalSize = matching.Count, Agents = { items.Take(page.Size).Select(ToProto) } };
        if (items.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(items[page.Size - 1].Agent.Id);
        }

        return Task.FromResult(response);
    }

    public override Task<V1.GetAgentResponse> GetAgent(V1.GetAgentRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.GetAgentResponse { Agent = ToProto(agents.Get(Arguments.Required("agent_id", request.AgentId))) });

    public override async Task<V1.UpdateAgentResponse> UpdateAgent(V1.UpdateAgentRequest request, ServerCallContext context)
    {
        var given = Arguments.Required("agent", request.Agent);
        var id = Arguments.Required("agent.id", given.Id);
        var change = AgentMask.ChangeOf(given, request.UpdateMask);
        var response = await calls.InOneUnitAsync(request, context, (unit, origin) => new V1.UpdateAgentResponse
        {
            Agent = AgentMapping.ToProto(new KnownAgent(agents.Update(unit, id, change, origin), [])),
        });

        // What is on it follows the change at once. It is told as it is now, also to a repeat.
        AgentMapping.SetCounts(response.Agent, deployments.CountsOfAgent(id));
        return response;
    }

    public override Task<V1.DeleteAgentResponse> DeleteAgent(V1.DeleteAgentRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("agent_id", request.AgentId);
        return calls.InOneUnitAsync(request, context, (unit, origin) =>
        {
            agents.Delete(unit, id, origin);
            return new V1.DeleteAgentResponse();
        });
    }

    private static bool Matches(Agent agent, V1.AgentState state, string text) =>
        (state == V1.AgentState.Unspecified || (int)state == (int)agent.State)
        && (text.Length == 0
            || agent.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || agent.NodeName.Contains(text, StringComparison.OrdinalIgnoreCase)
            || agent.Version.Contains(text, StringComparison.OrdinalIgnoreCase)
            || agent.Labels.Any(label => $"{label.Key}={label.Value}".Contains(text, StringComparison.OrdinalIgnoreCase)));

    private V1.Agent ToProto(KnownAgent known) => AgentMapping.ToProto(usage.Of(known), deployments.CountsOfAgent(known.Agent.Id));
}
