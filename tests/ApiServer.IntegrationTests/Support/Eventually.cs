using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// Waits for what another process will do: looks again and again until it is so, and says what was seen last when the deadline
/// passes. A peer that is away, and a thing that is not there, mean "not yet"; any other exception is a fault, and ends the test.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> condition, string expectation, TimeSpan? within = null) =>
        ResultAsync(() => Task.FromResult(condition()), isSo => isSo, expectation, within);

    public static Task TrueAsync(Func<Task<bool>> condition, string expectation, TimeSpan? within = null) =>
        ResultAsync(condition, isSo => isSo, expectation, within);

    /// <summary>Reads until <paramref name="accept"/> likes the result, and returns it.</summary>
    public static async Task<T> ResultAsync<T>(Func<Task<T>> read, Predicate<T> accept, string expectation, TimeSpan? within = null)
    {
        var deadline = within ?? DefaultDeadline;
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Pause);
        var last = "nothing";
        while (watch.Elapsed < deadline)
        {
            try
            {
                var result = await read().WaitAsync(deadline - watch.Elapsed);
                if (accept(result))
                {
                    return result;
                }

                last = result?.ToString() ?? "null";
            }
            catch (TimeoutException) when (watch.Elapsed >= deadline)
            {
                last += ", and then a look that did not end in time";
            }
            catch (Exception e) when (e is RpcException or HttpRequestException or IOException or SocketException or DbException
                or TimeoutException or OperationCanceledException or InvalidOperationException or GrafanaException { IsTransient: true })
            {
                last = $"{e.GetType().Name}: {e.Message}";
            }

            await timer.WaitForNextTickAsync();
        }

        Assert.Fail($"Expected within {deadline.TotalSeconds:0.#} s: {expectation}. Seen last: {last}");
        throw new UnreachableException();
    }
}
