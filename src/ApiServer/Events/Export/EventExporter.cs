using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Events.Export;

/// <summary>
/// Writes events as lines of JSON to a file or to stdout, in order. A file goes on where it ends, so none is missing over restarts and
/// full disks for as long as the store keeps them; stdout begins with the process.
/// </summary>
internal sealed class EventExporter(EventStore events, IOptions<EventOptions> options, ILogger<EventExporter> logger) : IReconciler
{
    public const string Stdout = "stdout";

    private const int AtOnce = 500;
    private static readonly EventFilter All = new();

    private readonly ExportFile? _file = options.Value.Export == Stdout ? null : new ExportFile(options.Value.Export);
    private long? _position; // Null = it is not known yet how far the file goes, or where the process begins.
    private bool _failing;

    /// <summary>What was stored until the end is still told.</summary>
    public LoopPlan Plan { get; } = new("events-export", "Exporting events")
    {
        Trigger = LoopTrigger.On(Topic.Events),
        Resync = TimeSpan.FromSeconds(5),
        RunsAtEnd = true,
        RequiresLeader = true,
    };

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExportAsync();
            _failing = false;
            return Requeue.AtResync;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                logger.ExportFails(options.Value.Export, e.Message);
            }

            return Requeue.Incomplete("EXPORT_FAILED");
        }
    }

    /// <summary>It is not cut short when the server stops: what was stored until then is told.</summary>
    private async Task ExportAsync()
    {
        var position = _position ??= _file is null ? (await events.ReadRangeAsync(CancellationToken.None)).Newest : _file.Repair() ?? 0;
        while (await events.ListAfterAsync(position, All, AtOnce, CancellationToken.None) is { Count: > 0 } added)
        {
            if (position > 0 && added[0].Sequence > position + 1
                && (await events.ReadRangeAsync(CancellationToken.None)).Oldest > position + 1)
            {
                logger.EventsNotExported(position + 1, added[0].Sequence - 1);
            }

            Write(_file, added.Select(EventLine.Of));
            _position = position = added[^1].Sequence;
        }
    }

    private static void Write(ExportFile? file, IEnumerable<byte[]> lines)
    {
        if (file is not null)
        {
            file.Append(lines);
            return;
        }

        // A thread of the pool waits here when nobody reads; nothing else does.
        using var stdout = Console.OpenStandardOutput();
        foreach (var line in lines)
        {
            stdout.Write(line);
        }
    }
}
