using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>One subscription of a watch: its snapshot, then its changes, and bookmarks while there are none.</summary>
internal sealed class WatchSubscription(
    string key, IWatchTopic topic, ChangeFeed feed, WatchOutput output, IOptions<WatchOptions> options, TimeProvider clock)
{
    public async Task RunAsync(long? position, CancellationToken cancellationToken)
    {
        using var cursor = await topic.OpenAsync(position, cancellationToken);
        await foreach (var chunk in cursor.SnapshotAsync(cancellationToken))
        {
            await output.SendAsync(
                new V1.WatchResponse { Key = key, Snapshot = chunk, ResumeToken = chunk.Last ? Token(cursor) : "" }, cancellationToken);
        }

        if (position is not null)
        {
            await SendBookmarkAsync(cursor, cancellationToken);
        }

        while (true)
        {
            if (await cursor.WaitAsync(options.Value.BookmarkInterval, cancellationToken))
            {
                await SendChangesAsync(cursor, cancellationToken);
                await Task.Delay(options.Value.MinInterval, clock, cancellationToken);
            }
            else
            {
                await SendBookmarkAsync(cursor, cancellationToken);
            }
        }
    }

    /// <summary>A chunk before the last carries the position before all of them, so that a resume repeats rather than misses.</summary>
    private async Task SendChangesAsync(IWatchCursor cursor, CancellationToken cancellationToken)
    {
        await foreach (var chunk in cursor.ChangesAsync(cancellationToken))
        {
            await output.SendAsync(new V1.WatchResponse { Key = key, Changes = chunk, ResumeToken = Token(cursor) }, cancellationToken);
        }
    }

    private Task SendBookmarkAsync(IWatchCursor cursor, CancellationToken cancellationToken) => output.SendAsync(
        new V1.WatchResponse { Key = key, Bookmark = new V1.Bookmark(), ResumeToken = Token(cursor) }, cancellationToken);

    private string Token(IWatchCursor cursor) => ResumeToken.Encode(feed.Epoch, topic.Fingerprint, cursor.Position);
}
