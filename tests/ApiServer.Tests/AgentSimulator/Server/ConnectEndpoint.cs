using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

internal sealed class ConnectEndpoint(Streams streams) : AgentService.AgentServiceBase
{
    public override Task Connect(
        IAsyncStreamReader<AgentMessage> requestStream, IServerStreamWriter<ServerMessage> responseStream, ServerCallContext context)
    {
        var stream = new ConnectStream(responseStream);
        streams.Add(stream);
        streams.Connects.Writer.TryWrite(stream);
        return stream.RunAsync(requestStream);
    }
}
