using System.Data.Common;
using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Rows of table <c>agent</c>.</summary>
internal sealed class AgentStore(IStoreDatabase database)
{
    private const string Columns =
        "id, node_name, pod_uid, version, kernel_release, architecture, labels, operator_labels, protocol, state, cordoned, "
        + "cordon_generation, session_id, connect_time, last_seen_time, identity";

    private const string AllSql = $"SELECT {Columns} FROM agent";
    private const string FindSql = $"SELECT {Columns} FROM agent WHERE id = @id";
    private const string OnNodeSql = $"SELECT {Columns} FROM agent WHERE node_name = @node";
    private const string NewerOnNodeSql =
        "SELECT @id FROM agent WHERE node_name = @node AND id <> @id AND connect_time > @connected LIMIT 1";
    private const string NobodyIsConnectedSql =
        "UPDATE agent SET state = @offline, last_seen_time = @now WHERE state = @online";
    private const string EndSql =
        "UPDATE agent SET state = @state, last_seen_time = @seen WHERE id = @id AND session_id = @session AND state = @online";
    private const string TerminateSql = "UPDATE agent SET state = @terminated, last_seen_time = @now WHERE id = @id";
    private const string DeleteSql = "DELETE FROM agent WHERE id = @id";
    private const string CordonSql =
        "UPDATE agent SET cordoned = @cordoned, cordon_generation = @cordon_generation, operator_labels = @labels WHERE id = @id";

    private const string PutSql =
        """
        INSERT INTO agent (id, node_name, pod_uid, version, kernel_release, architecture, labels, operator_labels, protocol, state, cordoned,
                           cordon_generation, session_id, connect_time, last_seen_time, identity)
        VALUES (@id, @node, @pod, @version, @kernel, @arch, @labels, @operator, @protocol, @state, @cordoned, @cordon_generation, @session, @connected, @seen, @identity)
        ON CONFLICT (id) DO UPDATE SET
            node_name = excluded.node_name, pod_uid = excluded.pod_uid, version = excluded.version, kernel_release = excluded.kernel_release,
            architecture = excluded.architecture, labels = excluded.labels, protocol = excluded.protocol, state = excluded.state,
            cordoned = excluded.cordoned, cordon_generation = excluded.cordon_generation, session_id = excluded.session_id, connect_time = excluded.connect_time, last_seen_time = excluded.last_seen_time,
            identity = excluded.identity
        """;

    public async Task<IReadOnlyList<Agent>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    public Agent? Find(WriteUnit unit, string id) => unit.Query(FindSql, Read, ("@id", id)).SingleOrDefault();

    /// <summary>Those of these ids that are known.</summary>
    public IReadOnlyList<Agent> Find(WriteUnit unit, IEnumerable<string> ids) => unit.QueryEach(FindSql, ids, Read, id => [("@id", id)]);

    /// <summary>All that have, or had, one of these nodes.</summary>
    public IReadOnlyList<Agent> OnNodes(WriteUnit unit, IEnumerable<string> nodes) =>
        unit.QueryEach(OnNodeSql, nodes, Read, node => [("@node", node)]);

    /// <summary>Whether another agent said hello on its node after this one did.</summary>
    public bool HasSuccessor(WriteUnit unit, Agent agent) => Succeeded(unit, [agent]).Count > 0;

    /// <summary>The ids of those of which another agent said hello on their node after they did.</summary>
    public IReadOnlySet<string> Succeeded(WriteUnit unit, IEnumerable<Agent> agents) => unit.QueryEach(
        NewerOnNodeSql,
        agents.Where(agent => agent.NodeName.Length > 0),
        row => row.GetString(0),
        agent => [("@node", agent.NodeName), ("@id", agent.Id), ("@connected", StoredTime.Text(agent.ConnectTime))])
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>After a start nobody is connected, whatever was stored before a crash.</summary>
    public void NobodyIsConnected(WriteUnit unit, DateTimeOffset now) => unit.Execute(
        NobodyIsConnectedSql,
        ("@offline", (int)AgentState.Offline), ("@now", StoredTime.Text(now)), ("@online", (int)AgentState.Online));

    public void Put(WriteUnit unit, IReadOnlyList<Agent> agents) => unit.ExecuteEach(PutSql, agents, agent =>
    [
        ("@id", agent.Id),
        ("@node", agent.NodeName),
        ("@pod", agent.PodUid),
        ("@version", agent.Version),
        ("@kernel", agent.KernelRelease),
        ("@arch", agent.Architecture),
        ("@labels", Json(agent.ReportedLabels)),
        ("@operator", agent.OperatorLabels is { } labels ? Json(labels) : null),
        ("@protocol", (int)agent.Protocol),
        ("@state", (int)agent.State),
        ("@cordoned", StoredValue.Flag(agent.Cordoned)),
        ("@cordon_generation", agent.CordonGeneration),
        ("@session", agent.SessionId),
        ("@connected", StoredTime.Text(agent.ConnectTime)),
        ("@seen", StoredTime.Text(agent.LastSeenTime)),
        ("@identity", agent.Identity),
    ]);

    /// <summary>Stores the ends of sessions; false where that was done before or a newer session made it meaningless.</summary>
    public IReadOnlyList<bool> End(WriteUnit unit, IReadOnlyList<AgentEnd> ends)
    {
        var changed = unit.ExecuteEach(EndSql, ends, end =>
        [
            ("@state", (int)end.State), ("@seen", StoredTime.Text(end.Seen)), ("@id", end.Agent.Id), ("@session", end.Agent.SessionId),
            ("@online", (int)AgentState.Online),
        ]);
        return Array.ConvertAll(changed, rows => rows > 0);
    }

    public void Terminate(WriteUnit unit, IReadOnlyList<string> ids, DateTimeOffset now) =>
        unit.ExecuteEach(TerminateSql, ids, id =>
            [("@terminated", (int)AgentState.Terminated), ("@now", StoredTime.Text(now)), ("@id", id)]);

    public void SetOperatorFields(WriteUnit unit, Agent agent) => unit.Execute(
        CordonSql,
        ("@cordoned", StoredValue.Flag(agent.Cordoned)),
        ("@cordon_generation", agent.CordonGeneration),
        ("@labels", agent.OperatorLabels is { } labels ? Json(labels) : null),
        ("@id", agent.Id));

    public void Delete(WriteUnit unit, string id) => unit.Execute(DeleteSql, ("@id", id));

    private static string Json(IReadOnlyDictionary<string, string> labels) => labels.Count == 0 ? "{}" : JsonSerializer.Serialize(labels);

    /// <summary>A row of <see cref="Columns"/>.</summary>
    private static Agent Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        NodeName = row.GetString(1),
        PodUid = row.GetString(2),
        Version = row.GetString(3),
        KernelRelease = row.GetString(4),
        Architecture = row.GetString(5),
        ReportedLabels = Labels(row.GetString(6)),
        OperatorLabels = row.IsDBNull(7) ? null : Labels(row.GetString(7)),
        Protocol = (AgentProtocol)row.GetInt32(8),
        State = (AgentState)row.GetInt32(9),
        Cordoned = row.Flag(10),
        CordonGeneration = row.GetInt64(11),
        SessionId = row.GetString(12),
        ConnectTime = row.Time(13),
        LastSeenTime = row.Time(14),
        Identity = row.GetString(15),
    };

    private static IReadOnlyDictionary<string, string> Labels(string json) =>
        json == "{}" ? Agent.NoLabels : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}

/// <summary>How an agent's session ended.</summary>
/// <param name="Agent">The agent as it was when it said hello.</param>
/// <param name="State">What it is now.</param>
/// <param name="Seen">Its last sign of life.</param>
internal readonly record struct AgentEnd(Agent Agent, AgentState State, DateTimeOffset Seen);
