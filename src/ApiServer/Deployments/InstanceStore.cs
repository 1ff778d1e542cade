using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Rows of table <c>module_instance</c>.</summary>
internal sealed class InstanceStore(SqliteDatabase database, TimeProvider clock)
{
    private const string Columns = "module_id, agent_id, observed_revision, generation, state, message, attempt, update_time";
    private const string AllSql = $"SELECT {Columns} FROM module_instance ORDER BY agent_id";
    private const string OfAgentSql = $"SELECT {Columns} FROM module_instance WHERE agent_id = @agentId";
    private const string DeleteOfAgentSql = "DELETE FROM module_instance WHERE agent_id = @agentId";
    private const string DeleteStoppedOfAgentSql = "DELETE FROM module_instance WHERE agent_id = @agentId AND observed_revision = 0";

    private const string DeleteLeftoversSql =
        "DELETE FROM module_instance WHERE observed_revision = 0 AND module_id NOT IN (SELECT module_id FROM deployment WHERE deleted = 0)";

    private const string PutSql =
        """
        INSERT INTO module_instance (module_id, agent_id, observed_revision, generation, state, message, attempt, update_time)
        VALUES (@module, @agent, @observed, @generation, @state, @message, @attempt, @time)
        ON CONFLICT (agent_id, module_id) DO UPDATE SET
            observed_revision = excluded.observed_revision, generation = excluded.generation, state = excluded.state,
            message = excluded.message, attempt = excluded.attempt, update_time = excluded.update_time
        """;

    // Fenced by the session: an answer given on an older stream of the agent must not overwrite what its newer hello said.
    private const string PutFencedSql =
        """
        INSERT INTO module_instance (module_id, agent_id, observed_revision, generation, state, message, attempt, update_time)
        SELECT @module, @agent, @observed, @generation, @state, @message, @attempt, @time
        FROM agent WHERE id = @agent AND session_id = @session
        ON CONFLICT (agent_id, module_id) DO UPDATE SET
            observed_revision = excluded.observed_revision, generation = excluded.generation, state = excluded.state,
            message = excluded.message, attempt = excluded.attempt, update_time = excluded.update_time
        """;

    public IReadOnlyList<InstanceRecord> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToRecord())];
    }

    public IReadOnlyList<InstanceRecord> Of(WriteUnit unit, string agentId) =>
        [.. unit.Connection.Query<Row>(OfAgentSql, new { agentId }).Select(row => row.ToRecord())];

    public void Put(WriteUnit unit, InstanceRecord record)
    {
        var command = unit.Prepared(PutSql, "@module", "@agent", "@observed", "@generation", "@state", "@message", "@attempt", "@time");
        var p = command.Parameters;
        p[0].Value = record.ModuleId;
        p[1].Value = record.AgentId;
        p[2].Value = record.ObservedRevision;
        p[3].Value = record.Generation;
        p[4].Value = (int)record.State;
        p[5].Value = record.Message;
        p[6].Value = record.Attempt;
        p[7].Value = StoredTime.Text(record.UpdateTime);
        command.ExecuteNonQuery();
    }

    /// <summary>Stores what an agent answered; false when its session is not the agent's newest any more.</summary>
    public bool Put(WriteUnit unit, string agentId, string sessionId, in InstanceChange change)
    {
        var command = unit.Prepared(
            PutFencedSql, "@module", "@agent", "@observed", "@generation", "@state", "@message", "@attempt", "@time", "@session");
        var p = command.Parameters;
        p[0].Value = change.ModuleId;
        p[1].Value = agentId;
        p[2].Value = change.ObservedRevision;
        p[3].Value = change.Generation;
        p[4].Value = (int)change.State;
        p[5].Value = change.Message;
        p[6].Value = change.Attempt;
        p[7].Value = StoredTime.Text(clock.GetUtcNow());
        p[8].Value = sessionId;
        return command.ExecuteNonQuery() > 0;
    }

    public void DeleteOf(WriteUnit unit, string agentId) => unit.Connection.Execute(DeleteOfAgentSql, new { agentId });

    /// <summary>Removes what says that an agent runs nothing; what may mean "running" is kept.</summary>
    public void DeleteStoppedOf(WriteUnit unit, string agentId) => unit.Connection.Execute(DeleteStoppedOfAgentSql, new { agentId });

    /// <summary>Removes rows that say that a module that is gone does not run.</summary>
    public void DeleteLeftovers(WriteUnit unit) => unit.Connection.Execute(DeleteLeftoversSql);

#pragma warning disable IDE1006 // Column names.
    private sealed record Row(
        string module_id, string agent_id, long observed_revision, long generation, long state, string message, long attempt, string update_time)
    {
        public InstanceRecord ToRecord() => new(
            module_id, agent_id, (int)observed_revision, generation, (InstanceState)state, message, (int)attempt, StoredTime.Parse(update_time));
    }
#pragma warning restore IDE1006
}
