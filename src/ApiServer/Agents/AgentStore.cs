using System.Text.Json;
using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Rows of table <c>agent</c>.</summary>
internal sealed class AgentStore(SqliteDatabase database)
{
    private const string Columns =
        "id, node_name, pod_uid, version, kernel_release, architecture, labels, operator_labels, protocol, state, cordoned, cordon_generation, session_id, connect_time, last_seen_time";

    private const string AllSql = $"SELECT {Columns} FROM agent";
    private const string FindSql = $"SELECT {Columns} FROM agent WHERE id = @id";
    private const string LatestOnNodeSql = $"SELECT {Columns} FROM agent WHERE node_name = @node AND id <> @id ORDER BY connect_time DESC LIMIT 1";
    private const string OfflineOnNodeSql = $"SELECT {Columns} FROM agent WHERE node_name = @node AND id <> @id AND state = 2";
    private const string NewerOnNodeSql = "SELECT count(*) FROM agent WHERE node_name = @NodeName AND id <> @Id AND connect_time > @connected";
    private const string NobodyIsConnectedSql = "UPDATE agent SET state = 2, last_seen_time = @now WHERE state = 1";
    private const string EndSql = "UPDATE agent SET state = @State, last_seen_time = @seen WHERE id = @Id AND session_id = @SessionId";
    private const string TerminateSql = "UPDATE agent SET state = 3, last_seen_time = @now WHERE id = @id";
    private const string DeleteSql = "DELETE FROM agent WHERE id = @id";
    private const string CordonSql = "UPDATE agent SET cordoned = @Cordoned, cordon_generation = @CordonGeneration, operator_labels = @labels WHERE id = @Id";

    private const string PutSql =
        """
        INSERT INTO agent (id, node_name, pod_uid, version, kernel_release, architecture, labels, operator_labels, protocol, state, cordoned,
                           cordon_generation, session_id, connect_time, last_seen_time)
        VALUES (@id, @node, @pod, @version, @kernel, @arch, @labels, @operator, @protocol, @state, @cordoned, @cordon_generation, @session, @connected, @seen)
        ON CONFLICT (id) DO UPDATE SET
            node_name = excluded.node_name, pod_uid = excluded.pod_uid, version = excluded.version, kernel_release = excluded.kernel_release,
            architecture = excluded.architecture, labels = excluded.labels, protocol = excluded.protocol, state = excluded.state,
            session_id = excluded.session_id, connect_time = excluded.connect_time, last_seen_time = excluded.last_seen_time
        """;

    public IReadOnlyList<Agent> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToAgent())];
    }

    public Agent? Find(WriteUnit unit, string id) => unit.Connection.QuerySingleOrDefault<Row>(FindSql, new { id })?.ToAgent();

    /// <summary>The agent that said hello last on this node, other than this one.</summary>
    public Agent? LatestOnNode(WriteUnit unit, string node, string id) =>
        unit.Connection.QueryFirstOrDefault<Row>(LatestOnNodeSql, new { node, id })?.ToAgent();

    public IReadOnlyList<Agent> OfflineOnNode(WriteUnit unit, string node, string id) =>
        [.. unit.Connection.Query<Row>(OfflineOnNodeSql, new { node, id }).Select(row => row.ToAgent())];

    public bool HasSuccessor(WriteUnit unit, Agent agent) => agent.NodeName.Length > 0
        && unit.Connection.QuerySingle<int>(NewerOnNodeSql, new { agent.NodeName, agent.Id, connected = StoredTime.Text(agent.ConnectTime) }) > 0;

    /// <summary>After a start nobody is connected, whatever was stored before a crash.</summary>
    public void NobodyIsConnected(WriteUnit unit, DateTimeOffset now) =>
        unit.Connection.Execute(NobodyIsConnectedSql, new { now = StoredTime.Text(now) });

    public void Put(WriteUnit unit, Agent agent)
    {
        var command = unit.Prepared(
            PutSql, "@id", "@node", "@pod", "@version", "@kernel", "@arch", "@labels", "@operator", "@protocol", "@state", "@cordoned", "@cordon_generation", "@session", "@connected", "@seen");
        var p = command.Parameters;
        p[0].Value = agent.Id;
        p[1].Value = agent.NodeName;
        p[2].Value = agent.PodUid;
        p[3].Value = agent.Version;
        p[4].Value = agent.KernelRelease;
        p[5].Value = agent.Architecture;
        p[6].Value = Json(agent.ReportedLabels);
        p[7].Value = agent.OperatorLabels is { } labels ? Json(labels) : DBNull.Value;
        p[8].Value = (int)agent.Protocol;
        p[9].Value = (int)agent.State;
        p[10].Value = agent.Cordoned ? 1 : 0;
        p[11].Value = agent.CordonGeneration;
        p[12].Value = agent.SessionId;
        p[13].Value = StoredTime.Text(agent.ConnectTime);
        p[14].Value = StoredTime.Text(agent.LastSeenTime);
        command.ExecuteNonQuery();
    }

    /// <summary>Stores the end of a session; false when a newer session of the same agent made it meaningless.</summary>
    public bool End(WriteUnit unit, Agent agent, AgentState state, DateTimeOffset seen) =>
        unit.Connection.Execute(EndSql, new { State = (int)state, seen = StoredTime.Text(seen), agent.Id, agent.SessionId }) > 0;

    public void Terminate(WriteUnit unit, string id, DateTimeOffset now) => unit.Connection.Execute(TerminateSql, new { id, now = StoredTime.Text(now) });

    public void SetOperatorFields(WriteUnit unit, Agent agent) => unit.Connection.Execute(
        CordonSql,
        new { agent.Cordoned, agent.CordonGeneration, agent.Id, labels = agent.OperatorLabels is { } labels ? Json(labels) : null });

    public void Delete(WriteUnit unit, string id) => unit.Connection.Execute(DeleteSql, new { id });

    private static string Json(IReadOnlyDictionary<string, string> labels) => labels.Count == 0 ? "{}" : JsonSerializer.Serialize(labels);

#pragma warning disable IDE1006, SA1300 // Column names.
    private sealed record Row(
        string id, string node_name, string pod_uid, string version, string kernel_release, string architecture, string labels, string? operator_labels,
        long protocol, long state, long cordoned, long cordon_generation, string session_id, string connect_time, string last_seen_time)
    {
        public Agent ToAgent() => new()
        {
            Id = id,
            NodeName = node_name,
            PodUid = pod_uid,
            Version = version,
            KernelRelease = kernel_release,
            Architecture = architecture,
            ReportedLabels = Labels(labels),
            OperatorLabels = operator_labels is null ? null : Labels(operator_labels),
            Protocol = (AgentProtocol)protocol,
            State = (AgentState)state,
            Cordoned = cordoned != 0,
            CordonGeneration = cordon_generation,
            SessionId = session_id,
            ConnectTime = StoredTime.Parse(connect_time),
            LastSeenTime = StoredTime.Parse(last_seen_time),
        };

        private static IReadOnlyDictionary<string, string> Labels(string json) =>
            json == "{}" ? Agent.NoLabels : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
    }
#pragma warning restore IDE1006, SA1300
}
