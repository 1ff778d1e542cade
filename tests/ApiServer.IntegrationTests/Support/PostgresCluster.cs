using System.Diagnostics;
using Npgsql;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// A real PostgreSQL, one cluster for all tests of a run, or one for a test that does it harm. PostgreSQL does not run as root, so as root
/// it runs as user postgres.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<PostgresCluster> LazyShared = new(() => new PostgresCluster());
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(180);

    private readonly string _directory = Directory.CreateTempSubdirectory("apiserver-postgres-").FullName;
    private readonly int _port = FreePort.Next();

    private PostgresCluster()
    {
        Process.Start("chmod", ["777", _directory])!.WaitForExit();
        Run("initdb", $"-D {Data} -A trust -U postgres --no-sync --no-locale -E UTF8");

        // Logins that the server makes for others prove their password; everybody else is trusted.
        var rules = Path.Combine(Data, "pg_hba.conf");
        File.WriteAllText(rules, "host all +tricorder_reader all scram-sha-256\n" + File.ReadAllText(rules));
        StartAgain();
    }

    /// <summary>The one that tests share, each with a database of its own.</summary>
    public static PostgresCluster Shared => LazyShared.Value;

    private string Data => Path.Combine(_directory, "data");

    public static PostgresCluster Start() => new();

    public static void StopShared()
    {
        if (LazyShared.IsValueCreated)
        {
            Shared.Dispose();
        }
    }

    /// <summary>Creates an empty database; the answer is its URL.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(UrlOf("postgres"), $"CREATE DATABASE {name}");
        return UrlOf(name);
    }

    public string UrlOf(string database) => $"postgresql://postgres@127.0.0.1:{_port}/{database}";

    public void StartAgain() =>
        Run(
            "pg_ctl",
            $"-D {Data} -w -l {Path.Combine(_directory, "log")} -o \"-p {_port} -k {_directory} -c "
            + "listen_addresses=127.0.0.1 -c fsync=off\" start");

    /// <summary>Ends all connections at once.</summary>
    public void Stop() => Run("pg_ctl", $"-D {Data} -w -m immediate stop");

    /// <summary>Sends a signal, such as STOP, to all of its processes.</summary>
    public void Signal(string name) =>
        Run("kill", $"-{name} $(head -1 {Data}/postmaster.pid) $(pgrep -P $(head -1 {Data}/postmaster.pid))");

    public void Dispose()
    {
        Stop();
        Run("rm", $"-rf {Data}");
        Directory.Delete(_directory, recursive: true);
    }

    public static async Task ExecuteAsync(string url, string sql)
    {
        await using var connection = await OpenAsync(url);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<T?> ScalarAsync<T>(string url, string sql)
    {
        await using var connection = await OpenAsync(url);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }

    public static async Task<NpgsqlConnection> OpenAsync(string url)
    {
        var address = new Uri(url);
        var connection = new NpgsqlConnection(
            $"Host={address.Host};Port={address.Port};Username=postgres;Database={address.AbsolutePath[1..]};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private static void Run(string command, string arguments)
    {
        var program = FindProgram(command) ?? command;
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("su", ["postgres", "-s", "/bin/sh", "-c", $"{program} {arguments}"])
            : new ProcessStartInfo("/bin/sh", ["-c", $"{program} {arguments}"]);
        // pg_ctl's server keeps what it inherits, so nothing may wait for the end of its output.
        start.RedirectStandardInput = true;
        start.ArgumentList[^1] += " > /dev/null 2>&1";
        start.WorkingDirectory = "/";
        using var process = Process.Start(start)!;
        Assert.That(process.WaitForExit(Timeout), Is.True, $"{command} does not end");
        Assert.That(process.ExitCode, Is.Zero, $"{command} {arguments}: is PostgreSQL installed (apt-get install postgresql)?");
    }

    /// <summary>Debian keeps its programs beside the PATH.</summary>
    private static string? FindProgram(string command) => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderDescending().Select(version => Path.Combine(version, "bin", command)).FirstOrDefault(File.Exists)
        : null;
}
