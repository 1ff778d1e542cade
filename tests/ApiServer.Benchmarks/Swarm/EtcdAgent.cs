using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Benchmarks.Etcd;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>
/// The same job on etcd: one watcher on the module's key, one status put for each change, both on the agent's connection.
/// </summary>
internal sealed class EtcdAgent(Uri server, AgentSelf self, AnswerBook book) : ISwarmAgent
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);
    private static readonly ByteString Status = ByteString.CopyFrom(new byte[100]);
    private static readonly Method<WatchRequest, WatchResponse> Watch = new(
        MethodType.DuplexStreaming, "etcdserverpb.Watch", "Watch",
        SlimMarshaller.Of(WatchRequest.Parser), SlimMarshaller.Of(WatchResponse.Parser));

    private readonly AgentLink _link = new(server, self.Index, certificate: null);
    private readonly CancellationTokenSource _stop = new();
    private readonly ByteString _key = ByteString.CopyFromUtf8(FormattableString.Invariant($"{EtcdWire.StatusPrefix}{self.Index}"));
    private AsyncDuplexStreamingCall<WatchRequest, WatchResponse>? _call;

    public async Task ConnectAsync()
    {
        _call?.Dispose();
        _call = _link.Invoker.AsyncDuplexStreamingCall(Watch, null, new CallOptions(cancellationToken: _stop.Token));
        await _call.RequestStream.WriteAsync(new WatchRequest { CreateRequest = new WatchCreateRequest { Key = EtcdWire.ModuleKey } });
        if (!await _call.ResponseStream.MoveNext(_stop.Token) || !_call.ResponseStream.Current.Created)
        {
            throw new InvalidOperationException("etcd did not create the watch.");
        }

        _ = AnswerAsync(_call.ResponseStream);
    }

    public void Beat()
    {
        // Watches have no heartbeat.
    }

    public void Dispose()
    {
        _stop.Cancel();
        _call?.Dispose();
        _link.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync(IAsyncStreamReader<WatchResponse> changes)
    {
        try
        {
            while (await changes.MoveNext(_stop.Token))
            {
                foreach (var change in changes.Current.Events)
                {
                    await PutAsync();
                    book.Answered(change.Kv.ModRevision);
                }
            }

            book.Lost("etcd ended the watch");
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            book.Lost(failure.Message);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Told to leave.
        }
    }

    private async Task PutAsync()
    {
        while (true)
        {
            try
            {
                await _link.Invoker.AsyncUnaryCall(
                    EtcdWire.Put, null, new CallOptions(cancellationToken: _stop.Token), new PutRequest { Key = _key, Value = Status });
                return;
            }
            catch (RpcException refused) when (IsRefused(refused))
            {
                book.Retried();
                await Task.Delay(RetryAfter, _stop.Token);
            }
        }
    }

    /// <summary>etcd 3.4 says that it has too many requests with the status UNKNOWN.</summary>
    private static bool IsRefused(RpcException refused) => refused.StatusCode is StatusCode.ResourceExhausted or StatusCode.Unavailable
        || refused.Status.Detail.Contains("too many requests", StringComparison.Ordinal);
}
