using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Stands between a gRPC call and its bytes. The framework reads one message after the other, from its five bytes of prefix on; here
/// each is held against the limits of its method when its prefix is there, waits until there is room for it before the rest is taken
/// in, and is counted through when it is whole, before it is parsed.
/// </summary>
internal sealed class MessageReader(
    PipeReader bytes, MethodLimits limits, RequestBudget budget, string author,
    string? encoding, TimeProvider clock) : PipeReader, IDisposable
{
    private const int PrefixBytes = 5;

    /// <summary>
    /// Of an agent's stream, smaller messages are not counted through: they can not hold enough to matter, they are by far the most,
    /// and what they say is checked anyway.
    /// </summary>
    private const int CountedFrom = 4 * 1024;

    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private IDisposable? _leave;
    private ArrivalTime? _arrival;
    private SequencePosition _start;
    private bool _isTaken;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_isTaken)
        {
            _isTaken = false;
            if (limits.Kind == RequestKind.Agent)
            {
                Release(); // What the last message said has been done, or the next would not be asked for.
            }
        }

        var result = _arrival is null
            ? await bytes.ReadAsync(cancellationToken)
            : await _arrival.ReadAsync(bytes, cancellationToken) ?? throw TooSlow();
        _start = result.Buffer.Start;
        if (result.IsCompleted)
        {
            EndArrival();
        }

        if (result.Buffer.Length < PrefixBytes)
        {
            return result;
        }

        try
        {
            var (isCompressed, length) = Prefix(result.Buffer);
            if (length > limits.MaxBytes)
            {
                throw TooLarge();
            }

            if (_leave is null && (isCompressed ? InflatedBytes(result.Buffer, length) : length) is var size and > RequestBudget.FreeBytes)
            {
                await TakeLeaveAsync(size, cancellationToken);
            }

            CountArrived(Math.Min(result.Buffer.Length, PrefixBytes + length));

            if (result.Buffer.Length >= PrefixBytes + length)
            {
                CheckWhole(result.Buffer.Slice(PrefixBytes, length), isCompressed);
            }

            return result;
        }
        catch (Exception e) when (!_over.IsCancellationRequested)
        {
            // Only while the call goes on: later its bytes may be those of another.
            bytes.AdvanceTo(result.Buffer.End);
            throw e is DomainException refusal ? StatusMapping.ToStatus(refusal).ToRpcException() : e;
        }
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _isTaken |= !consumed.Equals(_start);
        bytes.AdvanceTo(consumed, examined);
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException("gRPC reads asynchronously.");

    public override void CancelPendingRead() => bytes.CancelPendingRead();

    public override void Complete(Exception? exception = null) => bytes.Complete(exception);

    /// <summary>The call is over: who still waits for leave waits no longer, and leave that comes now is given back.</summary>
    public void Dispose()
    {
        _over.Cancel();
        lock (_gate)
        {
            Release();
        }
    }

    private static (bool IsCompressed, uint Length) Prefix(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        return (prefix[0] != 0, BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
    }

    /// <summary>
    /// What to ask leave for. A compressed message may become as large as its limit; but of a small one that can be known as soon as it is
    /// there, and one that becomes no large call must not wait as if it did.
    /// </summary>
    private long InflatedBytes(ReadOnlySequence<byte> buffer, uint length)
    {
        if (length > RequestBudget.FreeBytes)
        {
            return limits.MaxBytes;
        }

        if (buffer.Length < PrefixBytes + length)
        {
            return 0; // It is free until it is whole.
        }

        var most = Math.Min(MethodLimits.SmallBytes, limits.MaxBytes);
        var inflated = MessageInflation.Read(buffer.Slice(PrefixBytes, length), encoding, most, out var isLarger);
        return isLarger ? limits.MaxBytes : inflated?.Length ?? 0;
    }

    private async ValueTask TakeLeaveAsync(long size, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        var leave = await budget.TakeAsync(limits.Kind, author, size, waiting.Token);
        lock (_gate)
        {
            if (_over.IsCancellationRequested)
            {
                leave?.Dispose();
                throw new OperationCanceledException(_over.Token);
            }

            _leave = leave;
            _arrival = leave is null ? null : new ArrivalTime(clock);
        }
    }

    private void CountArrived(long bytes)
    {
        if (_arrival is not null)
        {
            lock (_gate)
            {
                _arrival?.Received(bytes); // Unless the call has just ended.
            }
        }
    }

    private void CheckWhole(ReadOnlySequence<byte> message, bool isCompressed)
    {
        if (limits.Kind == RequestKind.Agent)
        {
            EndArrival(); // The next message may be hours away. Any other call has one, and goes on when nothing follows it.
        }

        if (isCompressed)
        {
            var inflated = MessageInflation.Read(message, encoding, limits.MaxBytes, out var isTooLarge);
            message = isTooLarge ? throw TooLarge() : inflated ?? default;
        }

        if (limits.Input is not null && (limits.Kind != RequestKind.Agent || message.Length > CountedFrom))
        {
            WireWalk.Check(message, limits.Input);
        }
    }

    private ResourceExhaustedException TooLarge() =>
        new("MESSAGE_TOO_LARGE", $"A message of this method may have {ByteText.Of(limits.MaxBytes)} at most.");

    private static RpcException TooSlow() =>
        new(new Status(StatusCode.DeadlineExceeded, $"The message came too slowly; {ArrivalTime.Rule}."));

    private void EndArrival()
    {
        _arrival?.Dispose();
        _arrival = null;
    }

    private void Release()
    {
        EndArrival();
        _leave?.Dispose();
        _leave = null;
    }
}
