using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>The same gRPC stack broadcasting the same bytes with no state kept.</summary>
internal sealed class RawSystem : ICallable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(180);

    private readonly GrpcChannel _channel;
    private readonly ModuleService.ModuleServiceClient _modules;

    private RawSystem(ChildProcess process, Uri address)
    {
        Process = process;
        Address = address;
        _channel = GrpcChannel.ForAddress(address);
        _modules = new ModuleService.ModuleServiceClient(_channel);
    }

    public ChildProcess Process { get; }

    public Uri Address { get; }

    public static async Task<ISystem> StartAsync(string directory, CancellationToken token)
    {
        var process = BenchAssembly.StartRaw();
        var ready = await process.ExpectAsync(Timeout, token, "ready");
        return new RawSystem(process, new Uri(ready[1]));
    }

    public async Task<Convergence> ConvergeAsync(SwarmClient swarm, int agents, CancellationToken token)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await _modules.DeployModuleAsync(new DeployModuleRequest(), cancellationToken: token);
        var generation = answer.Deployment.Generation;
        var converged = await Process.ExpectAsync(Timeout, token, "converged", generation.ToString(CultureInfo.InvariantCulture));
        await swarm.AnsweredAsync(generation, token);
        return new Convergence(Stopwatch.GetElapsedTime(start, long.Parse(converged[2], CultureInfo.InvariantCulture)), 0);
    }

    public async Task<Deployment> DeploymentAsync(CancellationToken token) =>
        (await _modules.GetDeploymentAsync(new GetDeploymentRequest(), cancellationToken: token)).Deployment;

    public async Task ListAsync(CancellationToken token) =>
        await _modules.ListModulesAsync(new ListModulesRequest(), cancellationToken: token);

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return Process.DisposeAsync();
    }
}
