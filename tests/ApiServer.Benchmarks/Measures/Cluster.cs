using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>How the objects of Kubernetes get into the observability database: 10,000 pods of 7 KB, in the real server's process.</summary>
/// <param name="CopySeconds">COPY of the same documents into a table of the same form.</param>
/// <param name="ListSeconds">
/// From the first byte of the list until all rows are there, in a server that has started and follows the other kinds.
/// </param>
/// <param name="ChangesPerSecond">Sustained, through a watch.</param>
internal sealed record Cluster(double CopySeconds, double ListSeconds, double ChangesPerSecond)
{
    private const int Rounds = 3;
    private const string CountSql = "SELECT count(*) FROM pods";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>What a start costs is measured elsewhere.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    public static async Task<Cluster> MeasureAsync(BenchPostgres postgres, PodApi api, byte[][][] changes, CancellationToken token)
    {
        var copy = await CopyAsync(postgres, token);
        return await RunAsync(postgres, api, async (_, listSeconds) =>
        {
            var start = Stopwatch.GetTimestamp();
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var line in changes[round])
                {
                    await api.SayAsync(line, token);
                }
            }

            var last = ClusterPlan.FirstVersion + Rounds - 1;
            await UntilAsync(postgres, $"SELECT count(*) FROM pods WHERE resource_version = '{last}'", token);
            return new Cluster(copy, listSeconds, Rounds * PodApi.Pods / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }, token);
    }

    /// <summary>How much the server grows while the database does not move and pods change as fast as they are taken, in bytes.</summary>
    public static Task<double> MeasureGrowthAsync(
        BenchPostgres postgres, PodApi api, byte[][][] changes, TimeSpan pause, CancellationToken token) =>
        RunAsync(postgres, api, async (server, _) =>
        {
            var (before, most) = (server.ResidentBytes, 0L);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(token);
            var load = LoadAsync(api, changes, enough.Token);
            postgres.Signal("STOP");
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < pause;)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), token);
                most = Math.Max(most, server.ResidentBytes);
            }

            postgres.Signal("CONT");
            await enough.CancelAsync();
            await load;
            foreach (var line in changes[^1])
            {
                await api.SayAsync(line, token);
            }

            await UntilAsync(
                postgres, $"SELECT count(*) FROM pods WHERE resource_version = '{ClusterPlan.FirstVersion + changes.Length - 1}'", token);
            return (double)Math.Max(0, most - before);
        }, token);

    private static async Task<T> RunAsync<T>(
        BenchPostgres postgres, PodApi api, Func<ChildProcess, double, Task<T>> measure, CancellationToken token)
    {
        await postgres.ScalarAsync<object>("DROP TABLE IF EXISTS pods, copied", token);
        var directory = Directory.CreateTempSubdirectory("bench-cluster-");
        try
        {
            api.Reset();
            await using var server = HereSystem.StartProcess(
                directory.FullName, $"--ObservabilityDb:ConnectionString={postgres.Url}", "--Kubernetes:Mode=KubeConfig",
                $"--Kubernetes:KubeConfig={await api.WriteConfigAsync(directory.FullName, token)}");
            await server.ExpectAsync(Timeout, token, "ready");
            await api.Asked.Task.WaitAsync(Timeout, token);
            await Task.Delay(Rest, token);
            var start = Stopwatch.GetTimestamp();
            api.Open();
            await UntilAsync(postgres, CountSql, token);
            return await measure(server, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<double> CopyAsync(BenchPostgres postgres, CancellationToken token)
    {
        var documents = Enumerable.Range(0, PodApi.Pods).Select(index => PodDocuments.Stored(index, 1)).ToArray();
        await using var connection = await postgres.OpenAsync(token);
        await using (var create = new NpgsqlCommand(
            """
            DROP TABLE IF EXISTS copied;
            CREATE TABLE copied (uid text PRIMARY KEY, resource_version text NOT NULL, data jsonb NOT NULL, update_time timestamptz NOT NULL DEFAULT now());
            CREATE INDEX ON copied ((data->'metadata'->>'namespace'), (data->'metadata'->>'name'));
            """, connection))
        {
            await create.ExecuteNonQueryAsync(token);
        }

        var start = Stopwatch.GetTimestamp();
        await using (var import = await connection.BeginBinaryImportAsync(
            "COPY copied (uid, resource_version, data) FROM STDIN (FORMAT BINARY)", token))
        {
            for (var index = 0; index < documents.Length; index++)
            {
                await import.StartRowAsync(token);
                await import.WriteAsync($"uid-{index}", NpgsqlDbType.Text, token);
                await import.WriteAsync("1", NpgsqlDbType.Text, token);
                await import.WriteAsync(documents[index], NpgsqlDbType.Jsonb, token);
            }

            await import.CompleteAsync(token);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task LoadAsync(PodApi api, byte[][][] changes, CancellationToken token)
    {
        try
        {
            for (var round = 0; ; round++)
            {
                foreach (var line in changes[round % changes.Length])
                {
                    await api.SayAsync(line, token);
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
    }

    private static async Task UntilAsync(BenchPostgres postgres, string count, CancellationToken token)
    {
        await using var connection = await postgres.OpenAsync(token);
        await using var command = new NpgsqlCommand(count, connection);
        for (var start = Stopwatch.GetTimestamp(); await CountAsync(command, token) < PodApi.Pods;)
        {
            if (Stopwatch.GetElapsedTime(start) > Timeout)
            {
                throw new BenchmarkException($"Not all pods are in the database after {Timeout.TotalSeconds:F0} s.");
            }

            await Task.Delay(Glance, token);
        }
    }

    private static async Task<long> CountAsync(NpgsqlCommand command, CancellationToken token)
    {
        try
        {
            return (long)(await command.ExecuteScalarAsync(token))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return 0; // The server has yet to make it.
        }
    }
}
