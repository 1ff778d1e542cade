using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>Greets each message of an agent with a welcome, so that ports and streams can be tested without sessions.</summary>
internal sealed class ScriptedAgents : AgentService.AgentServiceBase
{
    public override async Task Connect(
        IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<ServerMessage> responseStream, ServerCallContext context)
    {
        await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(
                new ServerMessage { Welcome = new Welcome { SessionId = message.Hello.AgentId } }, context.CancellationToken);
        }
    }
}
