using System.Diagnostics;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Asks `/healthz` as an orchestrator would, one time after the other, and keeps how long each answer took.</summary>
internal sealed class HealthProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TimeSpan> _latencies = [];
    private readonly Task _running;

    public HealthProbe(HttpClient http) => _running = Task.Run(() => RunAsync(http));

    /// <summary>How many answers came so far.</summary>
    public int Asked { get; private set; }

    /// <summary>Asks some times; the longest that an answer took, without the first, for which a server warms up.</summary>
    public static async Task<TimeSpan> AskAsync(HttpClient http, int times)
    {
        await OnceAsync(http);
        var longest = TimeSpan.Zero;
        for (var i = 0; i < times; i++)
        {
            var took = await OnceAsync(http);
            longest = took > longest ? took : longest;
        }

        return longest;
    }

    /// <summary>Stops asking, and returns all latencies in order of their size.</summary>
    public async Task<IReadOnlyList<TimeSpan>> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _latencies.Sort();
        return _latencies;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(HttpClient http)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_stop.IsCancellationRequested)
        {
            _latencies.Add(await OnceAsync(http));
            Asked++;
            await pace.WaitForNextTickAsync();
        }
    }

    private static async Task<TimeSpan> OnceAsync(HttpClient http)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.GetAsync("/healthz");
        answer.EnsureSuccessStatusCode();
        return watch.Elapsed;
    }
}
