using System.Text;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>The events, stored in the transaction of what they tell about.</summary>
internal sealed class EventStore(IStoreDatabase database, ChangeFeed feed, TimeProvider clock)
{
    private const string AppendSql = """
        INSERT INTO event (id, time, kind, actor, module_id, agent_id, revision, outcome, message,
            method, target, client_address, user_agent, request_id, correlation_id, change, parameters)
        VALUES (@id, @time, @kind, @actor, @module_id, @agent_id, @revision, @outcome, @message,
            @method, @target, @client_address, @user_agent, @request_id, @correlation_id, @change, @parameters)
        RETURNING sequence
        """;

    private const string LinkSql = "INSERT INTO event_agent (agent_id, sequence) VALUES (@agent, @sequence)";

    // Of one agent: its own events, and those about several that are about it, too.
    private const string OfAgentSql = """
         AND sequence IN (
            SELECT sequence FROM event WHERE agent_id = @agent AND agent_id <> ''
            UNION ALL SELECT sequence FROM event_agent WHERE agent_id = @agent)
        """;

    private const string SelectSql = $"SELECT {EventRow.Columns} FROM event WHERE ";
    private const string CountSql = "SELECT count(*) FROM event WHERE ";
    private const string NewestFirstSql = " ORDER BY sequence DESC LIMIT @limit";
    private const string OldestFirstSql = " ORDER BY sequence LIMIT @limit";

    private const string RangeSql = "SELECT coalesce((SELECT min(sequence) FROM event), 0), coalesce((SELECT max(sequence) FROM event), 0)";

    private const string IsCallSql = $"kind IN ('{EventKinds.CallDenied}', '{EventKinds.CallFailed}')";

    private const string LastToForgetSql =
        $"SELECT coalesce((SELECT sequence FROM event WHERE NOT {IsCallSql} ORDER BY sequence DESC LIMIT 1 OFFSET @atMost), 0)";

    private const string LastCallToForgetSql =
        $"SELECT coalesce((SELECT sequence FROM event WHERE {IsCallSql} ORDER BY sequence DESC LIMIT 1 OFFSET @atMost), 0)";

    private const string PruneByNumberSql =
        $"DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE sequence <= @last AND NOT {IsCallSql} "
        + "ORDER BY sequence LIMIT @limit)";

    private const string PruneCallsByNumberSql =
        $"DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE sequence <= @lastCall AND {IsCallSql} "
        + "ORDER BY sequence LIMIT @limit)";

    // What links events to their agents may be more than the events: the oldest go first, and their events stay.
    private const string LastLinkToForgetSql = """
        SELECT coalesce((SELECT min(sequence) FROM event), 1) - 1,
               coalesce((SELECT sequence FROM event_agent ORDER BY sequence DESC LIMIT 1 OFFSET @atMost), 0)
        """;

    private const string PruneLinksSql = """
        DELETE FROM event_agent WHERE (agent_id, sequence) IN (
            SELECT agent_id, sequence FROM event_agent WHERE sequence <= @lastLink ORDER BY sequence LIMIT @limit)
        """;

    private const string PruneByAgeSql =
        "DELETE FROM event WHERE sequence IN (SELECT sequence FROM event WHERE time < @before ORDER BY time LIMIT @limit)";

    /// <summary>Stores an event with its effect: both are there, or neither. Watchers hear of it once it is durable.</summary>
    /// <param name="unit">The transaction of the effect.</param>
    /// <param name="happened">The event.</param>
    /// <param name="agents">Those it is about, where they are several: it is found by each of them.</param>
    public ServerEvent Append(WriteUnit unit, NewEvent happened, IReadOnlyCollection<string>? agents = null)
    {
        var now = clock.GetUtcNow();
        var stored = new ServerEvent
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Sequence = 0,
            Time = StoredTime.Of(now),
            Kind = happened.Kind,
            Origin = EventText.Cut(happened.Origin),
            ModuleId = EventText.Cut(happened.ModuleId, EventText.NameLimit),
            AgentId = EventText.Cut(happened.AgentId, EventText.NameLimit),
            Revision = happened.Revision,
            Outcome = happened.Outcome,
            Message = EventText.Cut(Redaction.Of(HarmlessText.Lines(happened.Message)), EventText.MessageLimit),
            Target = EventText.Cut(Redaction.Of(HarmlessText.Word(TargetOf(happened))), EventText.NameLimit),
            Change = happened.Change,
            Parameters = happened.Parameters.Bounded(),
        };
        stored = stored with { Sequence = Insert(unit, stored) };
        foreach (var agent in agents ?? [])
        {
            unit.Execute(LinkSql, ("@agent", agent), ("@sequence", stored.Sequence));
        }

        unit.Publish(Announce);
        return stored;
    }

    /// <summary>
    /// A page, newest first: what comes before the sequence <paramref name="before"/>, or the newest. What is added meanwhile comes
    /// before the first page, so nothing is seen twice or missed.
    /// </summary>
    public async Task<EventPage> ListAsync(EventFilter filter, int pageSize, long? before, CancellationToken cancellationToken)
    {
        var where = Where(filter);
        await using var connection = await database.OpenReadAsync(cancellationToken);

        // One snapshot, so that the total is the total of what is listed.
        await using var snapshot = await database.BeginSnapshotAsync(connection, cancellationToken);
        var events = await connection.ReadAsync(
            SelectSql + "sequence < @before AND " + where + NewestFirstSql,
            EventRow.Read,
            [("@before", before ?? long.MaxValue), ("@limit", pageSize + 1), .. Parameters(filter)],
            cancellationToken);
        var total = await connection.ReadAsync(CountSql + where, row => row.GetInt32(0), Parameters(filter), cancellationToken);
        return new EventPage(events.Count > pageSize ? events[..pageSize] : events, total.Single(), events.Count > pageSize);
    }

    /// <summary>What was added after <paramref name="sequence"/>, oldest first, at most <paramref name="limit"/>.</summary>
    public async Task<IReadOnlyList<ServerEvent>> ListAfterAsync(
        long sequence, EventFilter filter, int limit, CancellationToken cancellationToken) => await database.ReadAsync(
            SelectSql + "sequence > @sequence AND " + Where(filter) + OldestFirstSql,
            EventRow.Read,
            [("@sequence", sequence), ("@limit", limit), .. Parameters(filter)],
            cancellationToken);

    /// <summary>The sequences of the oldest and the newest event that is kept; 0 and 0 = there is none.</summary>
    public async Task<(long Oldest, long Newest)> ReadRangeAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(RangeSql, row => (row.GetInt64(0), row.GetInt64(1)), [], cancellationToken)).Single();

    /// <summary>The sequence of the youngest event that is one too many, and of the youngest call without an effect; 0 = none is.</summary>
    public async Task<(long Last, long LastCall)> FindLastBeyondAsync(int atMost, int callsAtMost, CancellationToken cancellationToken)
    {
        var last = await database.ReadAsync(LastToForgetSql, row => row.GetInt64(0), [("@atMost", atMost)], cancellationToken);
        var lastCall = await database.ReadAsync(LastCallToForgetSql, row => row.GetInt64(0), [("@atMost", callsAtMost)], cancellationToken);
        return (last.Single(), lastCall.Single());
    }

    /// <summary>The last sequence of which the agents are to be forgotten: its event is gone, or there are too many; 0 = none is.</summary>
    public async Task<long> FindLastLinkBeyondAsync(int atMost, CancellationToken cancellationToken) =>
        (await database.ReadAsync(
            LastLinkToForgetSql, row => Math.Max(row.GetInt64(0), row.GetInt64(1)), [("@atMost", atMost)], cancellationToken))
        .Single();

    /// <summary>Forgets events up to a sequence and those from before a time, the oldest first, of each some; returns how many.</summary>
    public static int Prune(WriteUnit unit, long last, long lastCall, DateTimeOffset before, int limit) =>
        unit.Execute(PruneByNumberSql, ("@last", last), ("@limit", limit))
        + unit.Execute(PruneCallsByNumberSql, ("@lastCall", lastCall), ("@limit", limit))
        + unit.Execute(PruneByAgeSql, ("@before", StoredTime.Text(before)), ("@limit", limit));

    /// <summary>Forgets some of which agents events were about, the oldest first; returns how many.</summary>
    public static int PruneLinks(WriteUnit unit, long lastLink, int limit) =>
        unit.Execute(PruneLinksSql, ("@lastLink", lastLink), ("@limit", limit));

    private static long Insert(WriteUnit unit, ServerEvent stored) => unit.Query(
        AppendSql,
        row => row.GetInt64(0),
        ("@id", stored.Id),
        ("@time", StoredTime.Text(stored.Time)),
        ("@kind", stored.Kind),
        ("@actor", stored.Origin.Actor),
        ("@module_id", stored.ModuleId),
        ("@agent_id", stored.AgentId),
        ("@revision", stored.Revision),
        ("@outcome", stored.Outcome),
        ("@message", stored.Message),
        ("@method", stored.Origin.Method),
        ("@target", stored.Target),
        ("@client_address", stored.Origin.ClientAddress),
        ("@user_agent", stored.Origin.UserAgent),
        ("@request_id", stored.Origin.RequestId),
        ("@correlation_id", stored.Origin.CorrelationId),
        ("@change", stored.Change),
        ("@parameters", stored.Parameters.ToString())).Single();

    private static string TargetOf(NewEvent happened) =>
        happened.Target.Length > 0 ? happened.Target
        : happened.ModuleId.Length > 0 ? "module/" + happened.ModuleId
        : happened.AgentId.Length > 0 ? "agent/" + happened.AgentId
        : "";

    /// <summary>One key for all events: a watcher reads what came after the last it has, however many there are.</summary>
    private void Announce() => feed.Mark(Topic.Events, "");

    /// <summary>Only what is asked for, so that each filter finds its index (two are partial, hence the odd halves).</summary>
    private static string Where(EventFilter filter)
    {
        var where = new StringBuilder("true");
        where.Append(filter.ModuleId.Length > 0 ? " AND module_id = @module AND module_id <> ''" : "");
        where.Append(filter.AgentId.Length > 0 ? OfAgentSql : "");
        where.Append(filter.Kind.Length > 0 ? " AND kind = @kind" : "");
        where.Append(filter.Since is not null ? " AND time >= @since" : "");
        return where.ToString();
    }

    private static (string Name, object? Value)[] Parameters(EventFilter filter) =>
    [
        ("@module", filter.ModuleId),
        ("@agent", filter.AgentId),
        ("@kind", filter.Kind),
        ("@since", filter.Since is { } since ? StoredTime.Text(since) : ""),
    ];
}

/// <summary>Which events are asked for; empty and null let all through.</summary>
internal sealed record EventFilter(string ModuleId = "", string AgentId = "", string Kind = "", DateTimeOffset? Since = null);

/// <summary>One page, newest first. The next one begins before the sequence of its last event.</summary>
internal sealed record EventPage(IReadOnlyList<ServerEvent> Events, int Total, bool HasMore);
