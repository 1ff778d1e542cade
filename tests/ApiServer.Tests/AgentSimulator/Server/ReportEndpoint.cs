using Grpc.Core;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

internal sealed class ReportEndpoint(Streams streams) : ProcessCollector.ProcessCollectorBase
{
    public override Task ReportProcess(
        IAsyncStreamReader<ProcessWrapper> requestStream, IServerStreamWriter<ContainerInfo> responseStream, ServerCallContext context)
    {
        var stream = new ReportStream(responseStream);
        streams.Add(stream);
        streams.Reports.Writer.TryWrite(stream);
        return stream.RunAsync(requestStream);
    }
}
