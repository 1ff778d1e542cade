using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Events.Export;

/// <summary>
/// Writes events as lines of JSON to a file or to stdout, in order. A file goes on where it ends, so none is missing over restarts and
/// full disks for as long as the store keeps them; stdout begins with the process.
/// </summary>
internal sealed class EventExporter(EventStore events, ChangeFeed feed, IOptions<EventOptions> options, ILogger<EventExporter> logger)
    : BackgroundService
{
    public const string Stdout = "stdout";

    private const int AtOnce = 500;
    private static readonly EventFilter All = new();
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var target = options.Value.Export;
        var file = target == Stdout ? null : new ExportFile(target);
        long? position = file is null ? (await events.ReadRangeAsync(stoppingToken)).Newest : null;
        var (subscription, _) = feed.Subscribe(Topic.Events, () => true);
        using var subscribed = subscription;
        var last = false;
        while (true)
        {
            subscription.Take(keys => keys.Count);
            position = await ExportAsync(file, position);
            if (last)
            {
                return;
            }

            try
            {
                await subscription.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                last = true; // What was stored until now is still told.
            }
        }
    }

    /// <summary>
    /// Exports what came after a position; returns the new one. Null = it is not known yet how far the file goes. It is not cut short when
    /// the server stops: what was stored until then is told.
    /// </summary>
    private async Task<long?> ExportAsync(ExportFile? file, long? position)
    {
        try
        {
            position ??= file!.Repair() ?? 0;
            while (await events.ListAfterAsync(position.Value, All, AtOnce, CancellationToken.None) is { Count: > 0 } added)
            {
                if (position > 0 && added[0].Sequence > position + 1
                    && (await events.ReadRangeAsync(CancellationToken.None)).Oldest > position + 1)
                {
                    logger.EventsNotExported(position.Value + 1, added[0].Sequence - 1);
                }

                Write(file, added.Select(EventLine.Of));
                position = added[^1].Sequence;
            }

            _failing = false;
            return position;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                logger.ExportFails(options.Value.Export, e.Message);
            }

            return position;
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
