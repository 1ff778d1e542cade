using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Desired;

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
        VALUES (@module_id, @module_name, @target, @revision, @generation, @agents_revision, @agents_generation, @deleted, @drop_data, @start, @update)
        ON CONFLICT (module_id) DO UPDATE SET
            module_name = excluded.module_name, target = excluded.target, revision = excluded.revision, generation = excluded.generation,
            agents_revision = excluded.agents_revision, agents_generation = excluded.agents_generation, deleted = excluded.deleted,
            drop_data = excluded.drop_data, start_time = excluded.start_time, update_time = excluded.update_time
        """;

    public async Task<IReadOnlyList<DesiredModule>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    public DesiredModule? Find(WriteUnit unit, string moduleId) =>
        unit.Query(FindSql, Read, ("@moduleId", moduleId)).SingleOrDefault();

    public void Put(WriteUnit unit, DesiredModule desired) => unit.Execute(
        PutSql,
        ("@module_id", desired.ModuleId),
        ("@module_name", desired.ModuleName),
        ("@target", (int)desired.Target),
        ("@revision", desired.Revision),
        ("@generation", desired.Generation),
        ("@agents_revision", desired.AgentsRevision),
        ("@agents_generation", desired.AgentsGeneration),
        ("@deleted", StoredValue.Flag(desired.Deleted)),
        ("@drop_data", StoredValue.Flag(desired.DropData)),
        ("@start", StoredTime.Text(desired.StartTime)),
        ("@update", StoredTime.Text(desired.UpdateTime)));

    /// <summary>Removes a tombstone.</summary>
    public void Delete(WriteUnit unit, string moduleId) => unit.Execute(DeleteSql, ("@moduleId", moduleId));

    private static DesiredModule Read(DbDataReader row) => new()
    {
        ModuleId = row.GetString(0),
        ModuleName = row.GetString(1),
        Target = (DeploymentTarget)row.GetInt32(2),
        Revision = row.GetInt32(3),
        Generation = row.GetInt64(4),
        AgentsRevision = row.GetInt32(5),
        AgentsGeneration = row.GetInt64(6),
        Deleted = row.Flag(7),
        DropData = row.Flag(8),
        StartTime = row.Time(9),
        UpdateTime = row.Time(10),
    };
}
