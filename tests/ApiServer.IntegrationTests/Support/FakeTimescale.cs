namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// TimescaleDB as it looks from outside, in a real PostgreSQL: its functions and views with the columns of 2.15 and 2.22, and its rules. No
/// hypertable is made of rows that are not to move, or with an index that makes them unique without the time; rows live in chunks; a policy
/// needs what it is for; what is compressed is no child of the table. Its functions are in a schema that is not searched.
/// </summary>
internal static class FakeTimescale
{
    /// <param name="url">The database.</param>
    /// <param name="version">Before 2.13 there is no by_range, before 2.18 less columns.</param>
    public static async Task InstallAsync(string url, string version)
    {
        var given = Version.Parse(version);
        await PostgresCluster.ExecuteAsync(
            url, Functions + (given >= new Version(2, 13) ? ByRange : "") + Views(given >= new Version(2, 18)) + $"""
                INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
                    SELECT 99999, 'timescaledb', 10, 'extensions'::regnamespace, false, '{version}';
                DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timescaledb.license = ''timescale''', current_database()); END $$;
                """);
    }

    private const string Functions = """
        CREATE SCHEMA extensions;
        CREATE SCHEMA _timescaledb_internal;
        CREATE SCHEMA timescaledb_information;
        CREATE TABLE extensions.hypertable (
            target oid PRIMARY KEY, compression boolean NOT NULL DEFAULT false, compressed_rows bigint NOT NULL DEFAULT 0, compressed oid);
        CREATE TABLE extensions.job (
            id serial PRIMARY KEY, proc name NOT NULL, target oid NOT NULL, config jsonb, scheduled boolean NOT NULL DEFAULT true,
            last_start timestamptz, last_success timestamptz, status text, failures bigint NOT NULL DEFAULT 0, error text);

        CREATE FUNCTION extensions.to_chunk() RETURNS trigger AS $$ BEGIN
            EXECUTE format('INSERT INTO _timescaledb_internal._hyper_%s_1_chunk SELECT ($1).*', TG_RELID) USING NEW;
            RETURN NULL;
        END $$ LANGUAGE plpgsql;

        CREATE FUNCTION extensions.adopt(given regclass, if_not_exists boolean, migrate boolean) RETURNS boolean AS $$
        DECLARE
            chunk text := format('_timescaledb_internal._hyper_%s_1_chunk', given::oid);
            has_rows boolean;
        BEGIN
            IF EXISTS (SELECT FROM extensions.hypertable WHERE target = given) THEN
                IF if_not_exists THEN RETURN false; END IF;
                RAISE EXCEPTION 'table "%" is already a hypertable', given USING ERRCODE = 'TS110';
            ELSIF EXISTS (SELECT FROM pg_class WHERE oid = given AND relkind = 'p') THEN
                RAISE EXCEPTION 'table "%" is already partitioned', given USING ERRCODE = '42809';
            ELSIF EXISTS (SELECT FROM pg_index WHERE indrelid = given AND indisunique AND NOT EXISTS (
                    SELECT FROM unnest(indkey) AS k (n) JOIN pg_attribute ON attrelid = given AND attnum = k.n AND attname = 'time')) THEN
                RAISE EXCEPTION 'cannot create a unique index without the column "time" (used in partitioning)' USING ERRCODE = 'TS103';
            END IF;
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', given) INTO has_rows;
            IF has_rows AND NOT migrate THEN
                RAISE EXCEPTION 'table "%" is not empty', given USING ERRCODE = '0A000';
            END IF;
            EXECUTE format('CREATE TABLE %s () INHERITS (%s)', chunk, given);
            EXECUTE format('WITH moved AS (DELETE FROM ONLY %s RETURNING *) INSERT INTO %s SELECT * FROM moved', given, chunk);
            EXECUTE format('CREATE TRIGGER ts_insert_blocker BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION extensions.to_chunk()', given);
            INSERT INTO extensions.hypertable (target) VALUES (given);
            RETURN true;
        END $$ LANGUAGE plpgsql;

        CREATE FUNCTION extensions.create_hypertable(
                relation regclass, time_column_name name, if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false)
            RETURNS TABLE (hypertable_id integer, created boolean)
            AS $$ SELECT 1, extensions.adopt(relation, if_not_exists, migrate_data) $$ LANGUAGE sql;

        CREATE FUNCTION extensions.policy(procedure name, given regclass, new_config jsonb, if_not_exists boolean) RETURNS integer AS $$
        BEGIN
            IF NOT EXISTS (SELECT FROM extensions.hypertable WHERE target = given) THEN
                RAISE EXCEPTION '"%" is not a hypertable or a continuous aggregate', given USING ERRCODE = '22023';
            ELSIF procedure = 'policy_compression' AND NOT (SELECT compression FROM extensions.hypertable WHERE target = given) THEN
                RAISE EXCEPTION 'compression not enabled on hypertable "%"', given USING ERRCODE = '55000';
            ELSIF EXISTS (SELECT FROM extensions.job WHERE target = given AND proc = procedure) THEN
                IF if_not_exists THEN RETURN -1; END IF;
                RAISE EXCEPTION 'policy already exists for hypertable "%"', given USING ERRCODE = '42710';
            END IF;
            INSERT INTO extensions.job (proc, target, config) VALUES (procedure, given, new_config);
            RETURN currval('extensions.job_id_seq');
        END $$ LANGUAGE plpgsql;

        CREATE FUNCTION extensions.add_compression_policy(hypertable regclass, compress_after anyelement, if_not_exists boolean DEFAULT false) RETURNS integer
            AS $$ SELECT extensions.policy('policy_compression', hypertable, jsonb_build_object('compress_after', compress_after), if_not_exists) $$ LANGUAGE sql;
        CREATE FUNCTION extensions.add_retention_policy(relation regclass, drop_after anyelement, if_not_exists boolean DEFAULT false) RETURNS integer
            AS $$ SELECT extensions.policy('policy_retention', relation, jsonb_build_object('drop_after', drop_after), if_not_exists) $$ LANGUAGE sql;
        CREATE FUNCTION extensions.remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void
            AS $$ DELETE FROM extensions.job WHERE target = relation AND proc = 'policy_retention' $$ LANGUAGE sql;

        CREATE PROCEDURE extensions.set_compression(given regclass) AS $$ BEGIN
            UPDATE extensions.hypertable SET compression = true WHERE target = given;
            IF NOT FOUND THEN RAISE EXCEPTION 'unrecognized parameter namespace "timescaledb"' USING ERRCODE = '22023'; END IF;
        END $$ LANGUAGE plpgsql;

        CREATE PROCEDURE extensions.compress_chunks(given regclass) AS $$
        DECLARE
            chunk text := format('_timescaledb_internal._hyper_%s_1_chunk', given::oid);
            compressed text := format('_timescaledb_internal.compress_hyper_%s_2_chunk', given::oid);
        BEGIN
            EXECUTE format('CREATE TABLE %s AS SELECT * FROM %s', compressed, chunk);
            EXECUTE format('UPDATE extensions.hypertable SET compressed_rows = (SELECT count(*) FROM %s), compressed = %L::regclass WHERE target = %s', chunk, compressed, given::oid);
            EXECUTE format('TRUNCATE %s', chunk);
        END $$ LANGUAGE plpgsql;

        CREATE FUNCTION extensions.hypertable_size(hypertable regclass) RETURNS bigint AS $$
            SELECT (pg_total_relation_size($1) + coalesce((SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = $1), 0)
                + coalesce(pg_total_relation_size(compressed), 0))::bigint FROM extensions.hypertable WHERE target = $1 $$ LANGUAGE sql;
        CREATE FUNCTION extensions.approximate_row_count(relation regclass) RETURNS bigint AS $$
            SELECT (coalesce((SELECT sum(greatest(reltuples, 0)) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = $1), 0)
                + compressed_rows)::bigint FROM extensions.hypertable WHERE target = $1 $$ LANGUAGE sql;
        """;

    private const string ByRange = """
        CREATE TYPE _timescaledb_internal.dimension_info AS (column_name name);
        CREATE FUNCTION extensions.by_range(column_name name) RETURNS _timescaledb_internal.dimension_info
            AS $$ SELECT ROW(column_name)::_timescaledb_internal.dimension_info $$ LANGUAGE sql;
        CREATE FUNCTION extensions.create_hypertable(
                relation regclass, dimension _timescaledb_internal.dimension_info, if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false)
            RETURNS TABLE (hypertable_id integer, created boolean)
            AS $$ SELECT 1, extensions.adopt(relation, if_not_exists, migrate_data) $$ LANGUAGE sql;
        """;

    private static string Views(bool hasPrimaryDimension) => $"""
        CREATE VIEW timescaledb_information.hypertables AS
            SELECT relnamespace::regnamespace::name AS hypertable_schema, relname AS hypertable_name, pg_get_userbyid(relowner) AS owner,
                   1::smallint AS num_dimensions, 1::bigint AS num_chunks, compression AS compression_enabled, NULL::name[] AS tablespaces
                   {(hasPrimaryDimension ? ", 'time'::name AS primary_dimension, 'timestamptz'::regtype AS primary_dimension_type" : "")}
            FROM extensions.hypertable JOIN pg_class c ON c.oid = target;
        CREATE VIEW timescaledb_information.jobs AS
            SELECT id AS job_id, proc || ' [' || id || ']' AS application_name, interval '1 day' AS schedule_interval, interval '0' AS max_runtime,
                   -1 AS max_retries, interval '1 day' AS retry_period, '_timescaledb_functions'::name AS proc_schema, proc AS proc_name,
                   relowner::regrole AS owner, scheduled, false AS fixed_schedule, config, NULL::timestamptz AS next_start, NULL::timestamptz AS initial_start,
                   relnamespace::regnamespace::name AS hypertable_schema, relname AS hypertable_name, NULL::name AS check_schema, NULL::name AS check_name
            FROM extensions.job JOIN pg_class c ON c.oid = target;
        CREATE VIEW timescaledb_information.job_stats AS
            SELECT relnamespace::regnamespace::name AS hypertable_schema, relname AS hypertable_name, id AS job_id, last_start AS last_run_started_at,
                   coalesce(last_success, '-infinity') AS last_successful_finish, status AS last_run_status,
                   CASE WHEN scheduled THEN 'Scheduled' ELSE 'Paused' END AS job_status, interval '1 s' AS last_run_duration, now() AS next_start,
                   failures AS total_runs, 0::bigint AS total_successes, failures AS total_failures
            FROM extensions.job JOIN pg_class c ON c.oid = target WHERE last_start IS NOT NULL;
        CREATE VIEW timescaledb_information.job_errors WITH (security_barrier = true) AS
            SELECT id AS job_id, '_timescaledb_functions'::text AS proc_schema, proc::text AS proc_name, 1 AS pid, last_start AS start_time,
                   last_start AS finish_time, '53100'::text AS sqlerrcode, error AS err_message
            FROM extensions.job WHERE error IS NOT NULL;
        """;
}
