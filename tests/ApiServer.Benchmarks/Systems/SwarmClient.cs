using System.Diagnostics;
using System.Globalization;
using Tricorder.ApiServer.Benchmarks.Processes;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>The coordinator's end of a load client.</summary>
internal sealed class SwarmClient(ChildProcess process) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(600);

    public TimeSpan CpuTime => process.CpuTime;

    /// <summary>Connects that many agents at once; the time until the last one was welcomed.</summary>
    public Task<TimeSpan> ConnectAsync(Uri server, int agents, CancellationToken token) => ConnectAsync("connect", server, agents, token);

    /// <summary>The same agents again, which run what they ran.</summary>
    public Task<TimeSpan> ReconnectAsync(Uri server, int agents, CancellationToken token) =>
        ConnectAsync("reconnect", server, agents, token);

    public async Task DisconnectAsync(CancellationToken token)
    {
        process.Say("disconnect");
        await process.ExpectAsync(Timeout, token, "disconnected");
    }

    /// <summary>Waits until every agent has answered; when the last answer was sent, and how many had to be sent again.</summary>
    public async Task<(long Ticks, int Retries)> AnsweredAsync(long generation, CancellationToken token)
    {
        var line = await process.ExpectAsync(Timeout, token, "answered", generation.ToString(CultureInfo.InvariantCulture));
        return (long.Parse(line[3], CultureInfo.InvariantCulture), int.Parse(line[4], CultureInfo.InvariantCulture));
    }

    /// <summary>Throws when an agent has been lost.</summary>
    public void ThrowIfFailed() => process.ThrowIfFailed();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task<TimeSpan> ConnectAsync(string verb, Uri server, int agents, CancellationToken token)
    {
        process.Say(FormattableString.Invariant($"{verb} {server} {agents}"));
        var line = await process.ExpectAsync(Timeout, token, "connected");
        return Stopwatch.GetElapsedTime(
            long.Parse(line[2], CultureInfo.InvariantCulture), long.Parse(line[3], CultureInfo.InvariantCulture));
    }
}
