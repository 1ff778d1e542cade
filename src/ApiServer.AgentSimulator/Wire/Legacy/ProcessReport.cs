using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.AgentSimulator.Wire.Legacy;

/// <summary>
/// The `ReportProcess` stream: read for ever. Such an agent has no error handling here, so an error at its end, or a container
/// id that it can not take apart, is the end of its process.
/// </summary>
internal sealed class ProcessReport
{
    private const string SchemeSeparator = "://";

    private readonly LegacyProcess _process;
    private volatile bool _open = true;

    private ProcessReport(LegacyProcess process) => _process = process;

    public bool IsOpen => _open;

    public static ProcessReport Open(LegacyProcess process)
    {
        var report = new ProcessReport(process);
        _ = report.RunAsync();
        return report;
    }

    private async Task RunAsync()
    {
        var collector = new ProcessCollector.ProcessCollectorClient(_process.Connection.Invoker);
        try
        {
            using var call = collector.ReportProcess(cancellationToken: _process.Gone);
            await WriteAsync(call.RequestStream, new ProcessWrapper { NodeName = _process.Agent.NodeName });
            while (await call.ResponseStream.MoveNext(_process.Gone))
            {
                var container = call.ResponseStream.Current;
                _process.Context.Counters.ContainerSeen();
                if (!container.Id.Contains(SchemeSeparator, StringComparison.Ordinal))
                {
                    _process.Exit(ProcessExit.Crashed);
                    return;
                }

                await WriteAsync(call.RequestStream, LegacyMessages.Processes(container, _process.Context.Scheduler.Time.GetUtcNow()));
            }
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            // Changes nothing when the process is gone already.
            _process.Exit(ProcessExit.Crashed);
        }
        finally
        {
            _open = false;
        }
    }

    private async Task WriteAsync(IClientStreamWriter<ProcessWrapper> writer, ProcessWrapper message)
    {
        try
        {
            await writer.WriteAsync(message, _process.Gone);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The stream has ended, perhaps with OK: the next read says how.
        }
    }
}
