using System.Diagnostics;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Calls the server as a user's browser would, one call after the other, and measures how long each answer takes.</summary>
internal sealed class UnaryProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TimeSpan> _latencies = [];
    private readonly Task _running;

    public UnaryProbe(ApiClient api) => _running = Task.Run(() => RunAsync(api));

    /// <summary>Stops measuring, and returns all latencies in order of their size.</summary>
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

    private async Task RunAsync(ApiClient api)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!_stop.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            await api.Modules.ListModulesAsync(new ListModulesRequest(), ApiClient.Patient());
            _latencies.Add(watch.Elapsed);
            await pace.WaitForNextTickAsync();
        }
    }
}
