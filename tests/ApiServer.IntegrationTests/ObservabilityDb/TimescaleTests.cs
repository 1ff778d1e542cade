using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>
/// Module tables where TimescaleDB is there: each is a whole hypertable, whichever way it came to be, and what is wrong is told.
/// </summary>
public sealed class TimescaleTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [TestCase("2.11.2")]
    [TestCase("2.15.3")]
    [TestCase("2.22.2")]
    public async Task Table_FirstMadeOrDroppedAndMadeAgain_IsAWholeHypertable(string version)
    {
        await using var bed = await TimescaleFixture.StartAsync(version, "--ObservabilityDb:Retention=30.00:00:00");
        var table = await bed.DeployAsync();

        await WholeAsync(bed, table);
        await PostgresCluster.ExecuteAsync(bed.Url, $"DROP TABLE {table} CASCADE; TRUNCATE extensions.hypertable, extensions.job");

        await WholeAsync(bed, table);
        Assert.That(await bed.FindAsync(table), Has.Property("Hypertable").True.And.Property("Problems").Empty);
    }

    [Test]
    public async Task Table_OlderThanTimescale_BecomesAHypertableWithItsRows()
    {
        await using var bed = await TimescaleFixture.StartAsync("", "--ObservabilityDb:Retention=30.00:00:00");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(bed.Url, $"INSERT INTO {table} (data) SELECT '1' FROM generate_series(1, 1000)");

        await FakeTimescale.InstallAsync(bed.Url, "2.15.3");
        await bed.Server.RestartAsync(); // The licence is a setting of the database, which sessions read when they begin.

        await WholeAsync(bed, table);
        Assert.That(await PostgresCluster.ScalarAsync<long>(bed.Url, $"SELECT count(*) FROM {table}"), Is.EqualTo(1000));
    }

    [Test]
    public async Task Table_TooLargeToMove_StaysPlainAndSaysSo()
    {
        await using var bed = await TimescaleFixture.StartAsync("2.22.2");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(bed.Url, $"""
            BEGIN;
            DROP TABLE {table} CASCADE;
            CREATE TABLE {table} (data jsonb, time timestamptz NOT NULL DEFAULT now());
            ALTER TABLE {table} ALTER data SET STORAGE EXTERNAL;
            INSERT INTO {table} (data) SELECT to_jsonb(repeat('x', 1000000)) FROM generate_series(1, 70);
            COMMIT;
            """);

        var told = await bed.ProblemAsync(table);

        Assert.That(told, Does.Contain("no hypertable").And.Contain("migrate_data => true"));
        Assert.That((await bed.FindAsync(table)).Hypertable, Is.False);
        Assert.That(await bed.ReadyAsync(table), Does.Contain(told), "the deployment says it too");
    }

    [Test]
    public async Task Table_ThatTimescaleRefuses_SaysWhatItSaid()
    {
        await using var bed = await TimescaleFixture.StartAsync("2.22.2");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(bed.Url, $"""
            BEGIN;
            DROP TABLE {table} CASCADE;
            CREATE TABLE {table} (data jsonb, time timestamptz NOT NULL DEFAULT now(), mine integer UNIQUE);
            COMMIT;
            """);

        Assert.That(await bed.ProblemAsync(table), Does.Contain("cannot create a unique index without the column \"time\""));
    }

    [TestCase("2.15.3")]
    [TestCase("2.22.2")]
    public async Task Job_ThatFails_IsTold_UntilItSucceeds(string version)
    {
        await using var bed = await TimescaleFixture.StartAsync(version, "--ObservabilityDb:Retention=30.00:00:00");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(
            bed.Url,
            "UPDATE extensions.job SET last_start = now(), status = 'Failed', failures = 7, error = 'could not extend file' "
            + "WHERE proc = 'policy_retention'");

        var told = await bed.ProblemAsync(table);
        var status = await bed.StatusAsync();

        Assert.That(told, Does.Match("retention job \\d+ fails and never succeeded, 7 times in all: could not extend file"));
        Assert.That(status.State, Is.EqualTo(ComponentState.Degraded));
        Assert.That(status.Message, Does.Contain(told));
        Assert.That(await bed.ReadyAsync(table), Does.Contain(told));
        await PostgresCluster.ExecuteAsync(
            bed.Url, "UPDATE extensions.job SET last_success = now(), status = 'Success' WHERE proc = 'policy_retention'");
        await Eventually.TrueAsync(async () => (await bed.StatusAsync()).State == ComponentState.Ok, "the database is OK", Timeout);
        Assert.That((await bed.FindAsync(table)).Problems, Is.Empty);
    }

    [Test]
    public async Task Job_ThatCrashes_IsTold()
    {
        await using var bed = await TimescaleFixture.StartAsync("2.22.2");
        var table = await bed.DeployAsync();

        await PostgresCluster.ExecuteAsync(
            bed.Url,
            "UPDATE extensions.job SET last_start = now(), status = NULL, last_success = now() - interval '1 day', "
            + "error = 'job crash detected, see server logs'");

        Assert.That(await bed.ProblemAsync(table), Does.Contain("compression job").And.Contain("job crash detected"));
    }

    [Test]
    public async Task ListTables_OfAHypertable_CountsChunksAndWhatIsCompressed()
    {
        await using var bed = await TimescaleFixture.StartAsync("2.22.2");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(
            bed.Url, $"INSERT INTO {table} (data) SELECT to_jsonb(repeat('x', 100)) FROM generate_series(1, 5000); ANALYZE");
        var before = await bed.FindAsync(table);

        await PostgresCluster.ExecuteAsync(bed.Url, $"CALL extensions.compress_chunks('{table}'); ANALYZE");
        var after = await bed.FindAsync(table);

        Assert.That((before.RowEstimate, after.RowEstimate), Is.EqualTo((5000, 5000)));
        Assert.That(before.Bytes, Is.GreaterThan(300_000));
        Assert.That(after.Bytes, Is.GreaterThan(300_000), "what is compressed counts");
        Assert.That((before.Hypertable, before.LastRowTime is not null), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Retention_OfAHypertable_IsItsPolicy()
    {
        await using var bed = await TimescaleFixture.StartAsync("2.15.3", "--ObservabilityDb:Retention=30.00:00:00");
        var table = await bed.DeployAsync();
        await PostgresCluster.ExecuteAsync(bed.Url, $"INSERT INTO {table} (data, time) VALUES ('{{}}', now() - interval '1 year')");

        await PolicyIsAsync("30 days");
        (await new RestClient(bed.Server.Http)
            .PostAsync($"/v1/database/tables/{table}:setRetention", new JsonObject { ["retention"] = "3600s" })).Ok();

        await PolicyIsAsync("1 hour");
        Assert.That(
            await PostgresCluster.ScalarAsync<long>(bed.Url, $"SELECT count(*) FROM {table}"),
            Is.EqualTo(1),
            "rows go with their chunks, which is TimescaleDB's work");

        Task PolicyIsAsync(string interval) => Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool?>(
                bed.Url, $"SELECT (config->>'drop_after')::interval = '{interval}' FROM extensions.job "
                    + $"WHERE target = '{table}'::regclass AND proc = 'policy_retention'") == true,
            $"the policy is {interval}", Timeout);
    }

    /// <summary>All that belongs to it is there at the moment at which it is.</summary>
    private static async Task WholeAsync(TimescaleFixture bed, string table)
    {
        const string sql = """
            SELECT concat_ws(' ',
                (SELECT 'hypertable' FROM extensions.hypertable WHERE target = '{0}'::regclass AND compression),
                (SELECT string_agg(proc || ' ' || (config->>CASE proc WHEN 'policy_retention' THEN 'drop_after' ELSE 'compress_after' END), ' ' ORDER BY proc)
                    FROM extensions.job WHERE target = '{0}'::regclass),
                CASE WHEN has_table_privilege('tricorder_agent', '{0}', 'INSERT') AND has_table_privilege('tricorder_reader', '{0}_all', 'SELECT') THEN 'granted' END)
            """;
        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool>(bed.Url, $"SELECT to_regclass('{table}') IS NOT NULL"),
            "the table is there",
            Timeout);
        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool>(
                bed.Url, $"SELECT EXISTS (SELECT FROM extensions.hypertable WHERE target = '{table}'::regclass)"),
            "it is a hypertable", Timeout);

        Assert.That(
            await PostgresCluster.ScalarAsync<string>(bed.Url, sql.Replace("{0}", table, StringComparison.Ordinal)),
            Is.EqualTo("hypertable policy_compression 7 days policy_retention 30 days granted"));
    }
}
