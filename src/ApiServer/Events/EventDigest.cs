using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>
/// Collects what the server observes by itself and stores it once a second, the same thing on many agents as one event: a fleet that
/// reconnects or fails together must not bury everything else. Cheap, may be called while live state changes.
/// </summary>
internal sealed class EventDigest(EventStore store, StoreWriter writer, TimeProvider clock, ILogger<EventDigest> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private const int MaxGroups = 1200;

    // Each agent may word its failure in its own way, and strangers may call from many places; what is told of phases and agents must
    // find room beside both.
    private const int MaxFailures = 800;
    private const int MaxCalls = 200;
    private const int OneByOne = 3;
    private const int Named = 5;

    // Of all groups together. It is the size of a large fleet, and keeps small what is stored within a second.
    private const int MaxAgents = 40_000;

    private readonly Lock _sync = new();
    private readonly Outage _storing = new(logger, "Storing what was observed");
    private Dictionary<NewEvent, Group> _groups = [];
    private int _failures;
    private int _calls;
    private int _agents;
    private int _dropped;

    public void Add(NewEvent happened)
    {
        lock (_sync)
        {
            Merge(GroupOf(happened), 1, [happened], happened.AgentId.Length > 0 ? [happened.AgentId] : []);
        }
    }

    /// <summary>
    /// Agents apart, events that say the same are one group. The text of an agent's own event names its node, so it is no part of it.
    /// Of a call nothing counts that the caller can write as he likes, or a flood of calls would be one of groups.
    /// </summary>
    private static NewEvent GroupOf(NewEvent happened) => IsCall(happened)
        ? new NewEvent
        {
            Kind = happened.Kind,
            Outcome = happened.Outcome,
            Change = happened.Change,
            Origin = new Origin(happened.Origin.Actor)
            {
                Method = happened.Origin.Method,
                ClientAddress = EventText.Network(happened.Origin.ClientAddress),
            },
            Parameters = happened.Parameters.Only("reason"),
        }
        : happened.ModuleId.Length > 0
            ? happened with
            {
                AgentId = "",
                Message = happened.Shared.Length > 0 ? happened.Shared : happened.Message,
                Shared = "",
                Parameters = happened.Parameters.Without("node"),
            }
            : happened with { AgentId = "", Message = "", Parameters = happened.Parameters.Only("why") };

    private static bool IsCall(NewEvent happened) => happened.Kind is EventKinds.CallDenied or EventKinds.CallFailed;

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
            (_failures, _calls, _agents) = (0, 0, 0);
        }

        try
        {
            await writer.WriteAsync(
                unit =>
                {
                    foreach (var (key, group) in groups)
                    {
                        Append(unit, key, group);
                    }
                },
                cancellationToken);
        }
        catch
        {
            PutBack(groups, dropped);
            throw;
        }

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
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await _storing.TryAsync(FlushAsync, stoppingToken);
            }
        }
        finally
        {
            await _storing.TryAsync(FlushAsync, CancellationToken.None);
        }
    }

    /// <summary>What was not stored goes first the next time, and what came meanwhile after it.</summary>
    private void PutBack(Dictionary<NewEvent, Group> groups, int dropped)
    {
        lock (_sync)
        {
            var meanwhile = _groups;
            _groups = [];
            (_failures, _calls, _agents) = (0, 0, 0);
            _dropped += dropped;
            foreach (var (key, group) in groups.Concat(meanwhile))
            {
                Merge(key, group.Count, group.First, group.Agents);
            }
        }
    }

    private void Merge(NewEvent key, int count, IReadOnlyList<NewEvent> first, IReadOnlyCollection<string> agents)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            var isFailure = key.Kind is EventKinds.InstanceFailed or EventKinds.InstanceHeld;
            if (_groups.Count >= MaxGroups || (isFailure && _failures >= MaxFailures) || (IsCall(key) && _calls >= MaxCalls))
            {
                _dropped += count;
                return;
            }

            _failures += isFailure ? 1 : 0;
            _calls += IsCall(key) ? 1 : 0;
            _groups[key] = group = new Group();
        }

        group.Count += count;
        group.First.AddRange(first.Take(Named - group.First.Count));
        foreach (var agent in agents.Take(MaxAgents - _agents))
        {
            _agents += group.Agents.Add(agent) ? 1 : 0;
        }
    }

    private void Append(WriteUnit unit, NewEvent key, Group group)
    {
        if (group.Count <= OneByOne)
        {
            group.First.ForEach(happened => store.Append(unit, happened));
            return;
        }

        var parameters = key.Parameters.With("count", $"{group.Count}");
        store.Append(
            unit,
            IsCall(key)
                ? key with { Message = CallsText(group), Parameters = parameters }
                : key with { Message = AgentsText(key, group), Parameters = WithNodes(parameters, group) },
            group.Agents);
    }

    private static string CallsText(Group group) => $"{group.Count} calls like this within a second; the first: {group.First[0].Message}";

    private static string AgentsText(NewEvent key, Group group) =>
        $"{group.Count} agents: {(key.Message.Length > 0 ? key.Message : group.First[0].Message)} Nodes: {NodesText(group)}.";

    private static string NodesText(Group group) =>
        Rest(group) is var rest and > 0 ? $"{Nodes(group)} and {rest} more" : Nodes(group);

    private static EventParameters WithNodes(EventParameters parameters, Group group)
    {
        var named = parameters.With("nodes", Nodes(group));
        return Rest(group) is var rest and > 0 ? named.With("more", $"{rest}") : named;
    }

    private static string Nodes(Group group) => string.Join(", ", group.First.Select(happened =>
        happened.Parameters["node"] is { Length: > 0 } node ? node : happened.AgentId));

    private static int Rest(Group group) => group.Count - group.First.Count;

    private sealed class Group
    {
        public int Count { get; set; }

        public List<NewEvent> First { get; } = [];

        /// <summary>Whom it happened to: the event of the group is found by each of them.</summary>
        public HashSet<string> Agents { get; } = [];
    }
}
