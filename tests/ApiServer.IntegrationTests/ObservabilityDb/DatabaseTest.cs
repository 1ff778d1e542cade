using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>A server of its own with a database of its own in the shared PostgreSQL.</summary>
public abstract class DatabaseTest
{
    private protected ServerProcess Server { get; private set; } = null!;

    private protected ControlPlane Plane { get; private set; } = null!;

    private protected RestClient Rest => new(Server.Http);

    private protected DatabaseService.DatabaseServiceClient Tables => new(Server.Channel);

    private protected string Url { get; private set; } = "";

    private protected virtual string[] Settings => [];

    [OneTimeSetUp]
    public async Task StartServerAsync()
    {
        Url = await PostgresCluster.Shared.CreateDatabaseAsync();
        Server = await ServerProcess.StartAsync([$"--ObservabilityDb:ConnectionString={Url}", .. Settings]);
        Plane = new ControlPlane(Server.Channel);
    }

    [OneTimeTearDown]
    public async Task StopServerAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    /// <summary>The next test's agents are told only what it deploys.</summary>
    [TearDown]
    public Task UndeployAllAsync() => Plane.UndeployAllAsync();

    /// <summary>The condition once it is as expected.</summary>
    private protected Task<DeploymentCondition> ConditionAsync(string moduleId, string type, ConditionStatus status, string reason) =>
        Eventually.ResultAsync(
            async () => (await Plane.DeploymentAsync(moduleId)).Conditions.Single(condition => condition.Type == type),
            condition => condition.Status == status && condition.Reason == reason,
            $"{type} is {status} {reason}", TimeSpan.FromSeconds(60));

    private protected Task<DeploymentCondition> TableReadyAsync(string moduleId) =>
        ConditionAsync(moduleId, "TableReady", ConditionStatus.True, "READY");

    private protected async Task<string> TableOfAsync(string moduleId) =>
        (await Plane.Modules.GetModuleAsync(
            new GetModuleRequest { ModuleId = moduleId }, ControlPlane.Options)).Module.OutputSchema.TableName;

    private protected static OutputSchema Columns(params (string Name, FieldType Type)[] columns)
    {
        var schema = new OutputSchema();
        schema.Fields.Add(columns.Select(column => new OutputField { Name = column.Name, Type = column.Type }));
        return schema;
    }

    /// <summary>A row as agents insert it: the declared columns only.</summary>
    private protected Task InsertAsync(string table, string columns, string values) =>
        PostgresCluster.ExecuteAsync(Url, $"INSERT INTO \"{table}\" ({columns}) VALUES ({values})");

    private protected Task<string?> ColumnsAsync(string table) => PostgresCluster.ScalarAsync<string>(
        Url,
        "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute "
        + $"WHERE attrelid = '\"{table}\"'::regclass AND attnum > 0");
}
