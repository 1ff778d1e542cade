using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>
/// A PostgreSQL of its own, as it is out of the box but for a log large enough that no checkpoint falls into a measurement.
/// </summary>
internal sealed class BenchPostgres : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly int _port;

    private BenchPostgres(string directory, int port) => (_directory, _port) = (directory, port);

    public string Url => $"postgresql://postgres@127.0.0.1:{_port}/postgres";

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static BenchPostgres? TryStart()
    {
        if (Find("initdb") is null)
        {
            return null;
        }

        var postgres = new BenchPostgres(Directory.CreateTempSubdirectory("bench-postgres-").FullName, FreePort());
        Process.Start("chmod", ["777", postgres._directory])!.WaitForExit();
        Run("initdb", $"-D {postgres.Data} -A trust -U postgres --no-sync --no-locale -E UTF8");
        Run(
            "pg_ctl",
            $"-D {postgres.Data} -w -l {postgres._directory}/log -o \"-p {postgres._port} -k "
            + $"{postgres._directory} -c max_wal_size=8GB\" start");
        return postgres;
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken token)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync(token);
        return connection;
    }

    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken token)
    {
        await using var connection = await OpenAsync(token);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return (T?)await command.ExecuteScalarAsync(token);
    }

    /// <summary>Sends a signal, such as STOP, to all of its processes.</summary>
    public void Signal(string name) =>
        Run("kill", $"-{name} $(head -1 {Data}/postmaster.pid) $(pgrep -P $(head -1 {Data}/postmaster.pid))");

    public void Dispose()
    {
        Run("pg_ctl", $"-D {Data} -w -m immediate stop");
        Run("rm", $"-rf {Data}");
        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(string command, string arguments)
    {
        var line = $"{Find(command) ?? command} {arguments} > /dev/null 2>&1";

        // It does not run as root.
        using var process = Process.Start(Environment.UserName == "root"
            ? new ProcessStartInfo("su", ["postgres", "-s", "/bin/sh", "-c", line]) { WorkingDirectory = "/" }
            : new ProcessStartInfo("/bin/sh", ["-c", line]))!;
        if (!process.WaitForExit(Timeout) || process.ExitCode != 0)
        {
            throw new BenchmarkException($"PostgreSQL: {command} failed.");
        }
    }

    /// <summary>Debian keeps its programs beside the PATH.</summary>
    private static string? Find(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
                : [])
            .Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists);
}
