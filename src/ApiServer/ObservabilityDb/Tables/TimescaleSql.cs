using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>TimescaleDB's functions, in whichever schema they are. <c>@table</c> is a quoted name. All may be repeated.</summary>
internal sealed class TimescaleSql(string schema)
{
    private readonly string _in = SqlIdentifier.Quote(schema);

    /// <summary>The form of 2.13 and later. Rows that are there move into chunks: the plan asks for it only where they are few.</summary>
    public string CreateByRange =>
        $"SELECT {_in}.create_hypertable(@table::regclass, {_in}.by_range('time'), if_not_exists => true, migrate_data => true)";

    public string CreateByColumn =>
        $"SELECT {_in}.create_hypertable(@table::regclass, 'time', if_not_exists => true, migrate_data => true)";

    public string AddCompression => $"SELECT {_in}.add_compression_policy(@table::regclass, interval '7 days', if_not_exists => true)";

    public string RemoveRetention => $"SELECT {_in}.remove_retention_policy(@table::regclass, if_exists => true)";

    public string AddRetention => $"SELECT {_in}.add_retention_policy(@table::regclass, drop_after => @retention::interval)";

    /// <summary>Rows and bytes of hypertables, with all their chunks, compressed ones too.</summary>
    public string Sizes => $"""
        SELECT c.relname::text AS Name, {_in}.approximate_row_count(c.oid::regclass) AS Rows, {_in}.hypertable_size(c.oid::regclass) AS Bytes
        FROM timescaledb_information.hypertables h
        JOIN pg_class c ON c.relname = h.hypertable_name AND c.relnamespace = current_schema()::regnamespace
        WHERE h.hypertable_schema = current_schema() AND h.hypertable_name = ANY (@names)
        """;

    public static string Compress(string table) => $"ALTER TABLE {SqlIdentifier.Quote(table)} SET (timescaledb.compress)";
}
