using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>Rows of table <c>deployment</c>.</summary>
internal sealed class DeploymentStore(IStoreDatabase database)
{
    private const string Columns =
        "module_id, module_name, target, revision, generation, agents_revision, agents_generation, deleted, "
        + "drop_data, start_time, update_time";

    private const string AllSql = $"SELECT {Columns} FROM deployment";
    private const string FindSql = $"SELECT {Columns} FROM deployment WHERE module_id = @moduleId";
    private const string DeleteSql = "DELETE FROM deployment WHERE module_id = @moduleId AND deleted = 1";

    private const string PutSql =
        """
        INSERT INTO deployment (module_id, module_name, target, revision, generation, agents_revision, agents_generation, deleted, drop_data, start_time, update_time)
        VALUES (@ModuleId, @ModuleName, @Target, @Revision, @Generation, @AgentsRevision, @AgentsGeneration, @Deleted, @DropData, @start, @update)
        ON CONFLICT (module_id) DO UPDATE SET
            module_name = excluded.module_name, target = excluded.target, revision = excluded.revision, generation = excluded.generation,
            agents_revision = excluded.agents_revision, agents_generation = excluded.agents_generation, deleted = excluded.deleted,
            drop_data = excluded.drop_data, start_time = excluded.start_time, update_time = excluded.update_time
        """;

    public IReadOnlyList<DesiredModule> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToDesired())];
    }

    public DesiredModule? Find(WriteUnit unit, string moduleId) =>
        unit.Connection.QuerySingleOrDefault<Row>(FindSql, new { moduleId })?.ToDesired();

    public void Put(WriteUnit unit, DesiredModule desired) => unit.Connection.Execute(PutSql, new
    {
        desired.ModuleId,
        desired.ModuleName,
        Target = (int)desired.Target,
        desired.Revision,
        desired.Generation,
        desired.AgentsRevision,
        desired.AgentsGeneration,
        desired.Deleted,
        desired.DropData,
        start = StoredTime.Text(desired.StartTime),
        update = StoredTime.Text(desired.UpdateTime),
    });

    /// <summary>Removes a tombstone.</summary>
    public void Delete(WriteUnit unit, string moduleId) => unit.Connection.Execute(DeleteSql, new { moduleId });

#pragma warning disable IDE1006 // Column names.
    private sealed record Row(
        string module_id, string module_name, long target, long revision, long generation, long agents_revision, long agents_generation,
        long deleted, long drop_data, string start_time, string update_time)
    {
        public DesiredModule ToDesired() => new()
        {
            ModuleId = module_id,
            ModuleName = module_name,
            Target = (DeploymentTarget)target,
            Revision = (int)revision,
            Generation = generation,
            AgentsRevision = (int)agents_revision,
            AgentsGeneration = agents_generation,
            Deleted = deleted != 0,
            DropData = drop_data != 0,
            StartTime = StoredTime.Parse(start_time),
            UpdateTime = StoredTime.Parse(update_time),
        };
    }
#pragma warning restore IDE1006
}
