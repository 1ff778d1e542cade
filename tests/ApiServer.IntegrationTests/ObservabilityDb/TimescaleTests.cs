using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>TimescaleDB as it looks from outside: functions and views of its form, which note that they were used.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class TimescaleTests
{
    private const string Extension = """
        CREATE TABLE called (what text);
        CREATE FUNCTION create_hypertable(relation regclass, time_column_name name, if_not_exists boolean DEFAULT false) RETURNS void
            AS $$ INSERT INTO called VALUES ('hypertable ' || time_column_name) $$ LANGUAGE sql;
        INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
            SELECT 99999, 'timescaledb', 10, 'public'::regnamespace, false, '2.11.2';
        """;

    private const string Policies = """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timescaledb.license = ''timescale''', current_database()); END $$;
        CREATE SCHEMA timescaledb_information;
        CREATE TABLE job (hypertable regclass PRIMARY KEY, config jsonb);
        CREATE VIEW timescaledb_information.hypertables AS
            SELECT 'public'::name AS hypertable_schema, relname AS hypertable_name FROM pg_class WHERE relname LIKE 'tricorder_module_%' AND relkind = 'r';
        CREATE VIEW timescaledb_information.jobs AS
            SELECT 'policy_retention'::name AS proc_name, 'public'::name AS hypertable_schema, relname AS hypertable_name, config
            FROM job JOIN pg_class ON oid = hypertable;
        CREATE FUNCTION add_retention_policy(relation regclass, drop_after anyelement, if_not_exists boolean DEFAULT false) RETURNS integer
            AS $$ INSERT INTO job VALUES (relation, jsonb_build_object('drop_after', drop_after)) RETURNING 1 $$ LANGUAGE sql;
        CREATE FUNCTION remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void
            AS $$ DELETE FROM job WHERE hypertable = relation $$ LANGUAGE sql;
        """;

    [Test]
    public async Task Table_BecomesAHypertable_InWhicheverFormThereIs()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Extension);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);

        var module = await plane.RunAsync();
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);

        Assert.That(await PostgresCluster.ScalarAsync<string>(url, "SELECT string_agg(what, ',') FROM called"), Is.EqualTo("hypertable time"));
    }

    [Test]
    public async Task Table_LeftPlainByAStartThatWasCutOff_BecomesAHypertable()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Extension);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.CreateAsync();
        await PostgresCluster.ExecuteAsync(
            url, $"CREATE TABLE tricorder_module_{module.Id.Replace('-', '_')} (data jsonb, time timestamptz NOT NULL DEFAULT now())");

        await plane.DeployAsync(module.Id);

        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        Assert.That(await PostgresCluster.ScalarAsync<string>(url, "SELECT string_agg(what, ',') FROM called"), Is.EqualTo("hypertable time"));
    }

    [Test]
    public async Task Retention_OfAHypertable_IsItsPolicy()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Extension + Policies);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}", "--ObservabilityDb:Retention=30.00:00:00");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.RunAsync();
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        await PostgresCluster.ExecuteAsync(url, $"INSERT INTO {table} (data, time) VALUES ('{{}}', now() - interval '1 year')");

        await PolicyIsAsync("30 days");
        (await new RestClient(server.Http).PostAsync($"/v1/database/tables/{table}:setRetention", new JsonObject { ["retention"] = "3600s" })).Ok();

        await PolicyIsAsync("1 hour");
        Assert.That(await PostgresCluster.ScalarAsync<long>(url, $"SELECT count(*) FROM {table}"), Is.EqualTo(1), "rows go with their chunks, which is TimescaleDB's work");

        Task PolicyIsAsync(string interval) => Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool?>(
                url, $"SELECT (config->>'drop_after')::interval = '{interval}' FROM job WHERE hypertable = '{table}'::regclass") == true,
            $"the policy is {interval}", TimeSpan.FromSeconds(40));
    }

    /// <summary>Rows of different parts have the same places in them; those of a hypertable's chunks too.</summary>
    [Test]
    public async Task Retention_OfATableInParts_DeletesNoRowThatIsYoung()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}", "--ObservabilityDb:Retention=30.00:00:00");
        var plane = new ControlPlane(server.Channel);
        var module = await plane.CreateAsync();
        var table = "tricorder_module_" + module.Id.Replace('-', '_');
        await PostgresCluster.ExecuteAsync(url, $"""
            CREATE TABLE {table} (data jsonb, time timestamptz NOT NULL DEFAULT now()) PARTITION BY RANGE (time);
            CREATE TABLE part_old PARTITION OF {table} FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
            CREATE TABLE part_new PARTITION OF {table} FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
            INSERT INTO {table} (data, time) VALUES ('1', '2020-01-01'), ('2', '2020-01-02'), ('3', now()), ('4', now());
            """);
        await plane.DeployAsync(module.Id);

        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<long>(url, "SELECT count(*) FROM part_old") == 0, "old rows are gone", TimeSpan.FromSeconds(40));

        Assert.That(await PostgresCluster.ScalarAsync<string>(url, $"SELECT string_agg(data::text, ' ' ORDER BY data) FROM {table}"), Is.EqualTo("3 4"));
    }
}
