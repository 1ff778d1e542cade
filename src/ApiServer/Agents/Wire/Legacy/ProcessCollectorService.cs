using Grpc.Core;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>
/// The process stream of the agents of 2023. They crash when it ends with an error, so it is always accepted, held open, and ended with OK
/// when the server stops.
/// </summary>
internal sealed class ProcessCollectorService(AgentDrain drain, ILogger<ProcessCollectorService> logger) : ProcessCollector.ProcessCollectorBase
{
    public override async Task ReportProcess(
        IAsyncStreamReader<ProcessWrapper> requestStream, IServerStreamWriter<ContainerInfo> responseStream, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Draining);
        try
        {
            await ReadAsync(requestStream, over.Token).ConfigureAwait(false);

            // The agent has said all it had to say; it still reads.
            await Task.Delay(Timeout.Infinite, over.Token).ConfigureAwait(false);
        }
        catch (Exception) when (over.IsCancellationRequested)
        {
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<ProcessWrapper> requestStream, CancellationToken cancellationToken)
    {
        try
        {
            while (await requestStream.MoveNext(cancellationToken).ConfigureAwait(false))
            {
                // Containers are told once Kubernetes is watched; until then there is nothing an agent could report on.
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A message that can not be read costs what the agent would have reported, not the agent.
            logger.ProcessesUnreadable(e);
        }
    }
}
