using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Reads a watch, message by message, with a deadline for each.</summary>
internal sealed class WatchReader : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly AsyncServerStreamingCall<WatchResponse> _call;
    private readonly List<WatchResponse> _waiting = [];

    public WatchReader(ChannelBase channel, params Subscription[] subscriptions) =>
        _call = new WatchService.WatchServiceClient(channel).Watch(new WatchRequest { Subscriptions = { subscriptions } });

    /// <summary>The next message of any subscription.</summary>
    public async Task<WatchResponse> AnyAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await _call.ResponseStream.MoveNext(deadline.Token)
            ? _call.ResponseStream.Current
            : throw new EndOfStreamException("The watch has ended.");
    }

    /// <summary>The next message of this subscription that is as expected; others are passed over.</summary>
    public async Task<WatchResponse> NextAsync(string key, Predicate<WatchResponse> accept)
    {
        while (true)
        {
            var index = _waiting.FindIndex(response => response.Key == key && accept(response));
            if (index >= 0)
            {
                var found = _waiting[index];
                _waiting.RemoveAt(index);
                return found;
            }

            try
            {
                _waiting.Add(await AnyAsync());
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"What was expected of '{key}' did not come, but: {string.Join("; ", _waiting)}", e);
            }
        }
    }

    /// <summary>The first message of a subscription, which must be its whole snapshot.</summary>
    public async Task<WatchResponse> SnapshotAsync(string key)
    {
        var response = await NextAsync(key, _ => true);
        Assert.That(response.ContentCase, Is.EqualTo(WatchResponse.ContentOneofCase.Snapshot), response.ToString());
        Assert.That((response.Snapshot.Last, response.ResumeToken.Length > 0), Is.EqualTo((true, true)), "the last chunk carries a token");
        return response;
    }

    public Task<WatchResponse> ChangeAsync(string key, Predicate<V1.Changes> accept) =>
        NextAsync(key, response => response.Changes is { } changes && accept(changes));

    /// <summary>The error that the watch ends with.</summary>
    public RpcException Failure() => Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (true)
        {
            await AnyAsync();
        }
    })!;

    public void Dispose() => _call.Dispose();
}
