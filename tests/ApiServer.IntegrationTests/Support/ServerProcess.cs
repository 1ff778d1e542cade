using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Grpc.Net.Client;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// The real server in a process of its own, on loopback, with a directory of its own that lives as long as this object. Disposing it
/// fails the test when the server has logged an error that <see cref="ServerLog.Allow"/> does not cover.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    // What others change is seen at once: tests do not wait for it.
    private static readonly string[] Resync = ["--ObservabilityDb:ResyncInterval=00:00:01", "--Grafana:ResyncInterval=00:00:01"];

    private readonly string[] _settings;
    private readonly TestCertificates? _certificates;
    private readonly int _grpcPort = FreePort.Next();
    private readonly int _webPort = FreePort.Next();
    private Process? _process;

    private ServerProcess(string[] settings, TestCertificates? certificates)
    {
        _settings = certificates is null ? settings : [.. certificates.ServerSettings, .. settings];
        _certificates = certificates;
        var scheme = certificates is null || settings.Contains("--Endpoints:WebAllowInsecure=true") ? "http" : "https";
        DataDirectory = Directory.CreateTempSubdirectory("apiserver-test-").FullName;
        Http = new HttpClient(Handler()) { BaseAddress = new Uri($"{scheme}://127.0.0.1:{_webPort}") };
        Channel = GrpcChannel.ForAddress($"{(certificates is null ? "http" : "https")}://127.0.0.1:{_grpcPort}", new GrpcChannelOptions
        {
            HttpHandler = Handler(),
            MaxReceiveMessageSize = null,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(500),
        });
    }

    /// <summary>The server's current directory; its database is in it.</summary>
    public string DataDirectory { get; }

    public string DatabasePath => Path.Combine(DataDirectory, "apiserver.db");

    /// <summary>Such as <c>http://127.0.0.1:23456</c>; the same after each restart.</summary>
    public string Grpc { get; private set; } = "";

    public string Web { get; private set; } = "";

    public int Pid => _process?.Id ?? throw new InvalidOperationException("The server does not run.");

    public ServerLog Log { get; } = new();

    /// <summary>A channel to the gRPC port that lives through restarts.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A client of the web port.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts a server with settings such as <c>--Cluster:Name=lab</c> and returns when it is ready.</summary>
    public static Task<ServerProcess> StartAsync(params string[] settings) => StartAsync(null, settings);

    /// <summary>The same with TLS on both ports.</summary>
    public static async Task<ServerProcess> StartAsync(TestCertificates? certificates, params string[] settings)
    {
        var server = new ServerProcess(settings, certificates);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.CleanUpAsync();
            throw;
        }
    }

    /// <summary>What connects to this server, and trusts its certificate if it has one.</summary>
    public SocketsHttpHandler Handler(X509Certificate2? client = null) => _certificates?.Handler(client) ?? new SocketsHttpHandler();

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        var process = Running();
        process.Kill();
        await ExitAsync(process);
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        var process = Running();
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        return await ExitAsync(process);
    }

    /// <summary>Starts what <see cref="KillAsync"/> or <see cref="StopAsync"/> ended, on the same directory and ports.</summary>
    public async Task StartAgainAsync()
    {
        var addressFile = Path.Combine(DataDirectory, "addresses.json");
        File.Delete(addressFile);
        var readyBefore = Log.Out.Count;
        _process = ServerCommand.Start(
            DataDirectory,
            [
                $"--Storage:SqlitePath={DatabasePath}",
                $"--Endpoints:Grpc=127.0.0.1:{_grpcPort}",
                $"--Endpoints:Web=127.0.0.1:{_webPort}",
                $"--Endpoints:AddressFile={addressFile}",
                .. Resync,
                .. _settings,
            ],
            Log);
        await Eventually.TrueAsync(
            () => Log.Out.Count > readyBefore || _process.HasExited, "the server prints that it is ready", StartDeadline);
        Assert.That(_process.HasExited, Is.False, () => $"The server ended while starting: {string.Join('\n', Log.Error)}");
        using var addresses = JsonDocument.Parse(await File.ReadAllTextAsync(addressFile));
        Grpc = addresses.RootElement.GetProperty("grpc").GetString()!;
        Web = addresses.RootElement.GetProperty("web").GetString()!;
    }

    /// <summary>Kills the server if it still runs and starts it again.</summary>
    public async Task RestartAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        await StartAgainAsync();
    }

    public void VerifyNoErrors() => Assert.That(Log.UnexpectedErrors, Is.Empty, "The server logged errors nobody expected.");

    public async ValueTask DisposeAsync()
    {
        await CleanUpAsync();
        VerifyNoErrors();
        PlantedSecrets.VerifyAbsent(Log.Error.Concat(Log.Out));
    }

    private async Task CleanUpAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        foreach (var line in Log.Error)
        {
            TestContext.Out.WriteLine(line);
        }

        Http.Dispose();
        Channel.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }

    private Process Running() => _process ?? throw new InvalidOperationException("The server does not run.");

    private async Task<int> ExitAsync(Process process)
    {
        // Also waits for the last of its output.
        await process.WaitForExitAsync().WaitAsync(StopDeadline);
        _process = null;
        using (process)
        {
            return process.ExitCode;
        }
    }
}
