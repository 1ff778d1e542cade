using System.Diagnostics;
using Grpc.Net.Client;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>The product: its real process on an SQLite file, deployed to over its public API.</summary>
internal sealed class HereSystem : ICallable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    /// <summary>Between two looks at the deployment, once all agents have answered.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly GrpcChannel _channel;
    private readonly ModuleService.ModuleServiceClient _modules;
    private string _moduleId = "";
    private int _version = 1;

    private HereSystem(ChildProcess process, Uri address, Uri web)
    {
        Process = process;
        Address = address;
        Web = web;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { SslOptions = BenchCertificates.Client(null) },
            DisposeHttpClient = true,
        });
        _modules = new ModuleService.ModuleServiceClient(_channel);
    }

    public ChildProcess Process { get; }

    public Uri Address { get; }

    /// <summary>Where people open it.</summary>
    public Uri Web { get; }

    public string ModuleId => _moduleId;

    public static Task<ISystem> StartAsync(string directory, string[] settings, CancellationToken token) =>
        StartAsync(BenchAssembly.Server, directory, settings, token);

    /// <param name="server">The apiserver.dll to run.</param>
    /// <param name="directory">Where its file goes.</param>
    /// <param name="settings">What it is set to, beside addresses and file.</param>
    /// <param name="token">Ends the wait.</param>
    public static async Task<ISystem> StartAsync(string server, string directory, string[] settings, CancellationToken token)
    {
        var process = StartProcess(server, directory, settings);
        var ready = await process.ExpectAsync(Timeout, token, "ready");
        var system = new HereSystem(process, AddressIn(ready, "grpc="), AddressIn(ready, "web="));
        var created = await system._modules.CreateModuleAsync(
            new CreateModuleRequest { Module = SampleModule.Create("bench", 1) }, cancellationToken: token);
        system._moduleId = created.Module.Id;
        return system;
    }

    /// <summary>Creates so many modules beside the one that is deployed.</summary>
    public async Task CreateAsync(int modules, CancellationToken token)
    {
        for (var number = 1; number <= modules; number++)
        {
            await _modules.CreateModuleAsync(
                new CreateModuleRequest { Module = SampleModule.Create($"bench-{number}", 1) }, cancellationToken: token);
        }
    }

    private static Uri AddressIn(IReadOnlyList<string> ready, string name)
    {
        var address = ready.Single(word => word.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        return new Uri(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
    }

    public static ChildProcess StartProcess(string directory, params string[] settings) =>
        StartProcess(BenchAssembly.Server, directory, settings);

    private static ChildProcess StartProcess(string server, string directory, string[] settings) => BenchAssembly.StartServer(
    server,
    [
        $"--Storage:SqlitePath={Path.Combine(directory, "apiserver.db")}",
        "--Endpoints:Grpc=127.0.0.1:0",
        "--Endpoints:Web=127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning",
        .. settings,
    ]);

    /// <summary>Every deploy is of a new revision: agents that run the right one already are not sent anything.</summary>
    public async Task<Convergence> ConvergeAsync(SwarmClient swarm, int agents, CancellationToken token)
    {
        var module = SampleModule.Create("bench", ++_version);
        module.Id = _moduleId;
        await _modules.UpdateModuleAsync(new UpdateModuleRequest { Module = module }, cancellationToken: token);

        var start = Stopwatch.GetTimestamp();
        var answer = await _modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = _moduleId }, cancellationToken: token);
        await swarm.AnsweredAsync(answer.Deployment.Generation, token);
        while (true)
        {
            var (deployment, now) = (await DeploymentAsync(token), Stopwatch.GetTimestamp());
            if (deployment.Phase == DeploymentPhase.Succeeded && deployment.Counts.Succeeded == agents)
            {
                return new Convergence(Stopwatch.GetElapsedTime(start, now), 0);
            }

            swarm.ThrowIfFailed();
            if (Stopwatch.GetElapsedTime(start, now) > Timeout)
            {
                throw new BenchmarkException(
                    $"apiserver: not converged after {Timeout.TotalSeconds} s: {deployment.Phase} {deployment.Counts}");
            }

            await Task.Delay(Pause, token);
        }
    }

    public async Task<Deployment> DeploymentAsync(CancellationToken token) =>
        (await _modules.GetDeploymentAsync(new GetDeploymentRequest { ModuleId = _moduleId }, cancellationToken: token)).Deployment;

    public async Task ListAsync(CancellationToken token) =>
        await _modules.ListModulesAsync(new ListModulesRequest(), cancellationToken: token);

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return Process.DisposeAsync();
    }
}
