using System.Data.Common;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Rows of table <c>module_instance</c>.</summary>
internal sealed class InstanceStore(IStoreDatabase database, TimeProvider clock)
{
    private const string Columns = "module_id, agent_id, observed_revision, generation, state, message, attempt, update_time, last_shown";
    private const string AllSql = $"SELECT {Columns} FROM module_instance ORDER BY agent_id";
    private const string OfAgentSql = $"SELECT {Columns} FROM module_instance WHERE agent_id = @agentId";
    private const string DeleteOfAgentSql = "DELETE FROM module_instance WHERE agent_id = @agentId";
    private const string DeleteStoppedOfAgentSql = "DELETE FROM module_instance WHERE agent_id = @agentId AND observed_revision = 0";

    private const string DeleteLeftoversSql =
        "DELETE FROM module_instance WHERE observed_revision = 0 AND module_id NOT IN (SELECT module_id FROM deployment WHERE deleted = 0)";

    // As in live state: a TERMINATED agent that comes back after all is told to stop what nobody knows.
    private const string MayRunSql =
        """
        SELECT 1 FROM module_instance JOIN agent ON agent.id = module_instance.agent_id
        WHERE module_instance.module_id = @module AND module_instance.observed_revision <> 0 AND agent.state <> @terminated LIMIT 1
        """;

    private const string PutSql =
        """
        INSERT INTO module_instance (module_id, agent_id, observed_revision, generation, state, message, attempt, update_time, last_shown)
        VALUES (@module, @agent, @observed, @generation, @state, @message, @attempt, @time, @shown)
        ON CONFLICT (agent_id, module_id) DO UPDATE SET
            observed_revision = excluded.observed_revision, generation = excluded.generation, state = excluded.state,
            message = excluded.message, attempt = excluded.attempt, update_time = excluded.update_time, last_shown = excluded.last_shown
        """;

    // Fenced by the session: an answer given on an older stream of the agent must not overwrite what its newer hello said.
    private const string PutFencedSql =
        """
        INSERT INTO module_instance (module_id, agent_id, observed_revision, generation, state, message, attempt, update_time, last_shown)
        SELECT @module, @agent, @observed, @generation, @state, @message, @attempt, @time, @shown
        FROM agent WHERE id = @agent AND session_id = @session AND state = @online
        ON CONFLICT (agent_id, module_id) DO UPDATE SET
            observed_revision = excluded.observed_revision, generation = excluded.generation, state = excluded.state,
            message = excluded.message, attempt = excluded.attempt, update_time = excluded.update_time, last_shown = excluded.last_shown
        """;

    // An instance that was never answered for has no row: the new one says as little, beside what was shown.
    private const string PutShownSql =
        """
        INSERT INTO module_instance (module_id, agent_id, observed_revision, generation, state, update_time, last_shown)
        VALUES (@module, @agent, 0, 0, @pending, @time, @shown)
        ON CONFLICT (agent_id, module_id) DO UPDATE SET last_shown = excluded.last_shown
        """;

    /// <summary>All, those of an agent together.</summary>
    public async Task<IReadOnlyList<InstanceRecord>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    /// <summary>What is recorded of these agents.</summary>
    public IReadOnlyList<InstanceRecord> Of(WriteUnit unit, IEnumerable<string> agentIds) =>
        unit.QueryEach(OfAgentSql, agentIds, Read, agentId => [("@agentId", agentId)]);

    /// <summary>Whether some agent may run this module.</summary>
    public bool MayRun(WriteUnit unit, string moduleId) => unit.Query(
        MayRunSql, row => row.GetInt32(0), ("@module", moduleId), ("@terminated", (int)AgentState.Terminated)).Count > 0;

    public void Put(WriteUnit unit, IReadOnlyList<InstanceRecord> records) => unit.ExecuteEach(PutSql, records, record =>
    [
        ("@module", record.ModuleId),
        ("@agent", record.AgentId),
        ("@observed", record.ObservedRevision),
        ("@generation", record.Generation),
        ("@state", (int)record.State),
        ("@message", record.Message),
        ("@attempt", record.Attempt),
        ("@time", StoredTime.Text(record.UpdateTime)),
        ("@shown", (int)(record.LastShown ?? 0)),
    ]);

    /// <summary>Stores what agents answered; false for those whose session is not the agent's newest any more.</summary>
    public IReadOnlyList<bool> PutAnswers(WriteUnit unit, IReadOnlyList<InstanceAnswer> answers)
    {
        var now = StoredTime.Text(clock.GetUtcNow());
        var changed = unit.ExecuteEach(PutFencedSql, answers, answer =>
        [
            ("@module", answer.Change.ModuleId),
            ("@agent", answer.AgentId),
            ("@observed", answer.Change.ObservedRevision),
            ("@generation", answer.Change.Generation),
            ("@state", (int)answer.Change.State),
            ("@message", answer.Change.Message),
            ("@attempt", answer.Change.Attempt),
            ("@time", now),
            ("@shown", (int)answer.Change.Shown),
            ("@session", answer.SessionId),
            ("@online", (int)AgentState.Online),
        ]);
        return Array.ConvertAll(changed, rows => rows > 0);
    }

    /// <summary>Keeps what was shown of instances when their agents were lost.</summary>
    public void PutShown(WriteUnit unit, IReadOnlyList<InstanceShown> lost) => unit.ExecuteEach(PutShownSql, lost, each =>
    [
        ("@module", each.Instance.ModuleId),
        ("@agent", each.Instance.Agent.Id),
        ("@pending", (int)InstanceState.Pending),
        ("@time", StoredTime.Text(each.Instance.UpdateTime)),
        ("@shown", (int)each.Shown),
    ]);

    public void DeleteOf(WriteUnit unit, IReadOnlyList<string> agentIds) =>
        unit.ExecuteEach(DeleteOfAgentSql, agentIds, agentId => [("@agentId", agentId)]);

    /// <summary>Removes what says that an agent runs nothing; what may mean "running" is kept.</summary>
    public void DeleteStoppedOf(WriteUnit unit, IReadOnlyList<string> agentIds) =>
        unit.ExecuteEach(DeleteStoppedOfAgentSql, agentIds, agentId => [("@agentId", agentId)]);

    /// <summary>Removes rows that say that a module that is gone does not run.</summary>
    public void DeleteLeftovers(WriteUnit unit) => unit.Execute(DeleteLeftoversSql);

    private static InstanceRecord Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetInt32(2),
        row.GetInt64(3),
        (InstanceState)row.GetInt32(4),
        row.GetString(5),
        row.GetInt32(6),
        row.Time(7),
        Shown(row.GetInt32(8)));

    private static DisplayState? Shown(int stored) => stored == 0 ? null : (DisplayState)stored;
}
