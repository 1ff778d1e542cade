using System.Threading.Channels;
using Grpc.Core;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>The server's end of one stream.</summary>
/// <typeparam name="TIn">What the agent sends.</typeparam>
/// <typeparam name="TOut">What it is sent.</typeparam>
internal class WireStream<TIn, TOut>(IServerStreamWriter<TOut> writer) : IEndable
    where TIn : class
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly Channel<TIn> _received = Channel.CreateUnbounded<TIn>();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The agent's side has ended: true when it said so, false when the connection broke.</summary>
    public Task<bool> Left => _left.Task.WaitAsync(Timeout);

    public bool HasMessage => _received.Reader.TryPeek(out _);

    public Task SendAsync(TOut message) => writer.WriteAsync(message);

    public async Task<TIn> ReceiveAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Timeout);

    /// <summary>Ends the stream with OK.</summary>
    public void End() => _end.TrySetResult();

    /// <summary>Ends the stream with an error.</summary>
    public void End(RpcException error) => _end.TrySetException(error);

    /// <summary>The body of the call.</summary>
    public async Task RunAsync(IAsyncStreamReader<TIn> reader)
    {
        _ = ReadAsync(reader);
        // An agent that has said good-bye, or is gone, is let go.
        await Task.WhenAny(_end.Task, _left.Task);
        if (_end.Task.IsCompleted)
        {
            await _end.Task;
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<TIn> reader)
    {
        try
        {
            while (await reader.MoveNext())
            {
                _received.Writer.TryWrite(reader.Current);
            }

            _left.TrySetResult(true);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or RpcException or InvalidOperationException)
        {
            _left.TrySetResult(false);
        }
    }
}
