using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>Tables that somebody keeps in parts: all of them count, and no young row is lost.</summary>
public sealed class TableSizeTests : DatabaseTest
{
    private const string Partitioned = """
        CREATE TABLE {0} (data jsonb, time timestamptz NOT NULL DEFAULT now()) PARTITION BY RANGE (time);
        CREATE TABLE {0}p1 PARTITION OF {0} FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
        CREATE TABLE {0}p2 PARTITION OF {0} FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
        INSERT INTO {0} (data, time) VALUES ('1', '2020-01-01'), ('2', '2020-01-02'), ('3', now()), ('4', now());
        """;

    private const string Inherited = """
        CREATE TABLE {0} (data jsonb, time timestamptz NOT NULL DEFAULT now());
        CREATE TABLE {0}p1 () INHERITS ({0});
        INSERT INTO {0} (data, time) VALUES ('1', '2020-01-01');
        INSERT INTO {0}p1 (data, time) VALUES ('2', '2020-01-02'), ('3', now()), ('4', now());
        """;

    private protected override string[] Settings => ["--ObservabilityDb:Retention=30.00:00:00"];

    [TestCase(Partitioned)]
    [TestCase(Inherited)]
    public async Task ListTables_OfATableInParts_CountsAll_AndRetentionDeletesNoRowThatIsYoung(string sql)
    {
        var module = await Plane.CreateAsync();
        var name = "tricorder_module_" + module.Id.Replace('-', '_');
        await PostgresCluster.ExecuteAsync(Url, sql.Replace("{0}", name, StringComparison.Ordinal));
        await Plane.DeployAsync(module.Id);
        await TableReadyAsync(module.Id);

        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM {name}") == 2,
            "old rows are gone",
            TimeSpan.FromSeconds(60));
        Assert.That(
            await PostgresCluster.ScalarAsync<string>(Url, $"SELECT string_agg(data::text, ' ' ORDER BY data) FROM {name}"),
            Is.EqualTo("3 4"));
        await PostgresCluster.ExecuteAsync(Url, $"VACUUM ANALYZE {name}; ");
        await PostgresCluster.ExecuteAsync(Url, $"VACUUM ANALYZE {name}p1; ");
        var listed = (await Tables.ListTablesAsync(new ListTablesRequest { PageSize = 500 }, ControlPlane.Options)).Tables
            .Single(table => table.Name == name);

        Assert.That(listed.RowEstimate, Is.EqualTo(2));
        Assert.That(listed.Bytes, Is.EqualTo(await PostgresCluster.ScalarAsync<long>(
            Url, $"SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relname = '{name}' OR relname LIKE '{name}p_'")));
    }
}
