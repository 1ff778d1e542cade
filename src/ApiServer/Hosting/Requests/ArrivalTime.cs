using System.IO.Pipelines;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// How long a request may take to come in. Room was made for it, which it must not keep from others for nothing: the time that it has
/// grows with what has come, not with what was announced, so who sends nothing has no more than the start.
/// </summary>
internal sealed class ArrivalTime : IDisposable
{
    private const int KibibytesPerSecond = 256;

    private static readonly TimeSpan AtFirst = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _late;
    private readonly long _start;
    private long _received;

    public ArrivalTime(TimeProvider clock)
    {
        (_clock, _start) = (clock, clock.GetTimestamp());
        _late = new CancellationTokenSource(AtFirst, clock);
    }

    /// <summary>What to tell a caller who was too slow.</summary>
    public static string Rule =>
        $"send at least {KibibytesPerSecond} KiB a second; the first {AtFirst.TotalSeconds:0} s are given in advance";

    /// <summary>Reads what comes next; null when the time is over before.</summary>
    public async ValueTask<ReadResult?> ReadAsync(PipeReader bytes, CancellationToken cancellationToken)
    {
        var late = _late.Token;
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late);
        try
        {
            return await bytes.ReadAsync(inTime.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <param name="bytes">How many have come since the start.</param>
    public void Received(long bytes)
    {
        if (bytes > _received)
        {
            _received = bytes;
            var end = AtFirst + TimeSpan.FromSeconds(bytes / (KibibytesPerSecond * 1024.0));
            var left = end - _clock.GetElapsedTime(_start);
            _late.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    public void Dispose() => _late.Dispose();
}
