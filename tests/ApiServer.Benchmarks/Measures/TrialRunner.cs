using System.Diagnostics;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>
/// Starts a server in a new directory, connects the agents, and measures; then ends the server and removes the directory.
/// </summary>
internal sealed class TrialRunner(BenchOptions options)
{
    /// <summary>Deliveries before the one that counts, so that code is compiled and buffers have their size.</summary>
    private const int WarmUpDeliveries = 20_000;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    public async Task<Trial> RunAsync(SystemKind kind, SwarmClient swarm, int agents, int round, CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory($"bench-{kind.Name}-");
        try
        {
            await using var system = await kind.StartAsync(directory.FullName, token);
            try
            {
                return await MeasureAsync(system, swarm, new Trial(kind.Name, agents, round), token);
            }
            catch (BenchmarkException failure)
            {
                throw new BenchmarkException(
                    $"{kind.Name}, {agents} agents, round {round}: {failure.Message}\n{system.Process.Complaints}");
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task<Trial> MeasureAsync(ISystem system, SwarmClient swarm, Trial trial, CancellationToken token)
    {
        await Task.Delay(QuietTime, token);
        var idleBytes = system.Process.ResidentBytes;
        var cold = await swarm.ConnectAsync(system.Address, trial.Agents, token);
        await Task.Delay(QuietTime, token);
        var connectedBytes = system.Process.ResidentBytes;

        for (var delivered = 0; delivered < WarmUpDeliveries; delivered += trial.Agents)
        {
            await system.ConvergeAsync(swarm, trial.Agents, token);
        }

        await Task.Delay(QuietTime, token);
        var (serverCpu, clientCpu) = (system.Process.CpuTime, swarm.CpuTime);
        var convergence = await system.ConvergeAsync(swarm, trial.Agents, token);
        (serverCpu, clientCpu) = (system.Process.CpuTime - serverCpu, swarm.CpuTime - clientCpu);
        await Task.Delay(QuietTime, token);
        var convergedBytes = system.Process.ResidentBytes;

        var largest = trial.Agents == options.MaxConnected;
        var idle = largest && trial.Round == 1 ? await IdleAsync(system, token) : (double?)null;
        var unary = largest && system is ICallable callable ? await UnaryProbe.DuringAsync(callable, swarm, trial.Agents, token) : [];

        await swarm.DisconnectAsync(token);
        await Task.Delay(QuietTime, token);
        var warm = await swarm.ReconnectAsync(system.Address, trial.Agents, token);
        await swarm.DisconnectAsync(token);
        return trial with
        {
            ConvergenceSeconds = convergence.Time.TotalSeconds,
            Retries = convergence.Retries,
            ServerCpuSeconds = serverCpu.TotalSeconds,
            ClientCpuSeconds = clientCpu.TotalSeconds,
            ColdConnectSeconds = cold.TotalSeconds,
            WarmConnectSeconds = warm.TotalSeconds,
            ConnectedBytesPerAgent = (connectedBytes - idleBytes) / (double)trial.Agents,
            ConvergedBytesPerAgent = (convergedBytes - idleBytes) / (double)trial.Agents,
            IdleCpuShare = idle,
            UnaryMilliseconds = unary,
        };
    }

    private static async Task<double> IdleAsync(ISystem system, CancellationToken token)
    {
        await Task.Delay(QuietTime, token);
        var (cpu, start) = (system.Process.CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(IdleTime, token);
        return (system.Process.CpuTime - cpu) / Stopwatch.GetElapsedTime(start);
    }
}
