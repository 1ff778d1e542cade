using System.Threading.Channels;
using Grpc.Core;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>What a stream brings, in order, and how it ended. Taking from it has a deadline.</summary>
internal sealed class Inbox<T>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly Channel<T> _messages = Channel.CreateUnbounded<T>();
    private readonly TaskCompletionSource<RpcException?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What has come and was not taken.</summary>
    public int Count => _messages.Reader.Count;

    public bool HasEnded => _end.Task.IsCompleted;

    /// <summary>The error that the stream ended with; null when it was OK.</summary>
    public Task<RpcException?> EndAsync() => _end.Task.WaitAsync(Deadline);

    public async Task<T> TakeAsync(string expectation)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            return await _messages.Reader.ReadAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Expected within {Deadline.TotalSeconds:0} s: {expectation}.");
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException($"Expected {expectation}, but the stream has ended: {(await _end.Task)?.Message ?? "OK"}.");
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    public async Task FillAsync(IAsyncStreamReader<T> stream, Func<T, bool>? isWanted = null)
    {
        RpcException? failure = null;
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
                if (isWanted?.Invoke(stream.Current) ?? true)
                {
                    _messages.Writer.TryWrite(stream.Current);
                }
            }
        }
        catch (RpcException e)
        {
            failure = e;
        }
        catch (Exception e)
        {
            failure = new RpcException(new Status(StatusCode.Unknown, e.Message));
        }

        _end.TrySetResult(failure);
        _messages.Writer.TryComplete();
    }
}
