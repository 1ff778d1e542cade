using System.Threading.Channels;
using Grpc.Core;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Security;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Agents.Wire.Legacy;

/// <summary>
/// The process stream of the agents of 2023: it tells of the containers on a node, and takes the processes in them. Those agents crash when
/// it ends with an error, so it is always accepted, held open, and ended with OK when the server stops.
/// </summary>
internal sealed class ProcessCollectorService(
    AgentDrain drain,
    ProcessIntake intake,
    ILogger<ProcessCollectorService> logger,
    NodeContainers containers) : ProcessCollector.ProcessCollectorBase
{
    private const int MaxNodeName = 256;

    public override async Task ReportProcess(
        IAsyncStreamReader<ProcessWrapper> requestStream, IServerStreamWriter<ContainerInfo> responseStream, ServerCallContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Draining);
        var telling = Task.CompletedTask;
        try
        {
            var node = Believed(await ReadNodeAsync(requestStream, over.Token), Caller.Of(context.GetHttpContext()));
            telling = NotifyAsync(node, responseStream, over.Token);
            await ReadAsync(node, requestStream, over.Token);

            // The agent has said all it had to say; it still reads.
            await Task.Delay(Timeout.Infinite, over.Token);
        }
        catch (Exception) when (over.IsCancellationRequested)
        {
        }
        finally
        {
            await over.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Who has proven to be of one node is not told of another's, nor believed about it: none, then.</summary>
    internal static string Believed(string said, Caller caller) =>
        caller.Agent is { NodeName.Length: > 0 } proven && proven.NodeName != said ? "" : said;

    /// <summary>The node, which is said first; empty when something else came.</summary>
    private async Task<string> ReadNodeAsync(IAsyncStreamReader<ProcessWrapper> messages, CancellationToken cancellationToken)
    {
        try
        {
            return await messages.MoveNext(cancellationToken) && messages.Current.NodeName is { Length: <= MaxNodeName } node ? node : "";
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.ProcessesUnreadable(e);
            return "";
        }
    }

    private async Task ReadAsync(string node, IAsyncStreamReader<ProcessWrapper> messages, CancellationToken cancellationToken)
    {
        try
        {
            while (await messages.MoveNext(cancellationToken))
            {
                if (messages.Current.Process is { Container: { } container } report)
                {
                    intake.Take(
                        node, container.Id, report.ProcList.Select(process => new ContainerProcess(process.Id, process.CreateTime)));
                }
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A message that can not be read costs what the agent would have reported, not the agent.
            logger.ProcessesUnreadable(e);
        }
    }

    private async Task NotifyAsync(string node, IServerStreamWriter<ContainerInfo> stream, CancellationToken cancellationToken)
    {
        if (!containers.IsFollowed || node.Length == 0)
        {
            return;
        }

        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var teller = new ContainerNotifier(containers, node);
        teller.Follow(() => changes.Writer.TryWrite(true));
        do
        {
            while (teller.Next() is { } notice)
            {
                // There is no word for a container that ended. The write itself is not cancelled: that resets the stream.
                await (notice.Removed
                    ? Task.CompletedTask
                    : stream.WriteAsync(LegacyMapping.ToProto(notice.Container), CancellationToken.None))
                    .WaitAsync(cancellationToken);
            }
        }
        while (await changes.Reader.WaitToReadAsync(cancellationToken) && changes.Reader.TryRead(out _));
    }
}
