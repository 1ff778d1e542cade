using System.Diagnostics;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>
/// A user who clicks while the agents converge: a call every few milliseconds, whether the one before has been answered or not, so that
/// a stall is seen by every call that falls into it.
/// </summary>
internal static class UnaryProbe
{
    private const int EveryMilliseconds = 5;

    public static async Task<IReadOnlyList<double>> DuringAsync(ICallable system, SwarmClient swarm, int agents, CancellationToken token)
    {
        // Connections and code are warm before it counts.
        for (var call = 0; call < 200; call++)
        {
            await TimedAsync(system, call, token);
        }

        using var converged = CancellationTokenSource.CreateLinkedTokenSource(token);
        var calls = new List<Task<double>>();
        var clicks = new Thread(() =>
        {
            for (var call = 0; !converged.IsCancellationRequested; call++)
            {
                calls.Add(TimedAsync(system, call, token));
                Thread.Sleep(EveryMilliseconds);
            }
        });
        clicks.Start();
        try
        {
            await system.ConvergeAsync(swarm, agents, token);
        }
        finally
        {
            await converged.CancelAsync();
            clicks.Join();
        }

        return await Task.WhenAll(calls);
    }

    private static async Task<double> TimedAsync(ICallable system, int call, CancellationToken token)
    {
        var start = Stopwatch.GetTimestamp();
        await (call % 2 == 0 ? system.ListAsync(token) : system.DeploymentAsync(token));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
