using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>
/// Collects what the server observes by itself and stores it once a second, the same thing on many agents as one event: a fleet that
/// reconnects or fails together must not bury everything else. Cheap, may be called under the feed's gate.
/// </summary>
internal sealed class EventDigest(EventStore store, StoreWriter writer, TimeProvider clock, ILogger<EventDigest> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int MostGroups = 1000;
    private const int OneByOne = 3;
    private const int Named = 5;

    private readonly Lock _sync = new();
    private Dictionary<NewEvent, Group> _groups = [];
    private int _dropped;

    public void Add(NewEvent happened)
    {
        lock (_sync)
        {
            // Agents apart, events that say the same are one group. The text of an agent's own event names its node, so it is no part of it.
            var key = happened with { AgentId = "", Message = happened.ModuleId.Length > 0 ? happened.Message : "" };
            if (!_groups.TryGetValue(key, out var group))
            {
                if (_groups.Count >= MostGroups)
                {
                    _dropped++;
                    return;
                }

                _groups[key] = group = new Group();
            }

            group.Count++;
            if (group.First.Count < Named)
            {
                group.First.Add(happened);
            }
        }
    }

    /// <summary>Stores what was collected since the last time.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        Dictionary<NewEvent, Group> groups;
        int dropped;
        lock (_sync)
        {
            if (_groups.Count == 0)
            {
                return;
            }

            (groups, _groups) = (_groups, []);
            (dropped, _dropped) = (_dropped, 0);
        }

        await writer.WriteAsync(
            unit =>
            {
                foreach (var happened in groups.SelectMany(pair => Events(pair.Key, pair.Value)))
                {
                    store.Append(unit, happened);
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (dropped > 0)
        {
            logger.EventsDropped(dropped);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await FlushQuietlyAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await FlushQuietlyAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task FlushQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.EventsNotStored(e);
        }
    }

    private static List<NewEvent> Events(NewEvent key, Group group)
    {
        if (group.Count <= OneByOne)
        {
            return group.First;
        }

        var agents = string.Join(", ", group.First.Select(happened => happened.AgentId));
        var rest = group.Count - group.First.Count;
        return [key with { Message = $"{group.Count} agents: {group.First[0].Message} Agents: {agents}{(rest > 0 ? $" and {rest} more" : "")}." }];
    }

    private sealed class Group
    {
        public int Count { get; set; }

        public List<NewEvent> First { get; } = [];
    }
}
