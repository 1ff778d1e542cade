using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;

namespace Tricorder.ApiServer.Tests.Agents;

/// <summary>Takes everything and says nothing.</summary>
internal sealed class SilentWire : IAgentWire
{
    public AgentProtocol Protocol => AgentProtocol.V1;

    public Task SendAsync(AgentUpdate update, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendContainerAsync(ContainerNotice notice, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) => Task.CompletedTask;
}
