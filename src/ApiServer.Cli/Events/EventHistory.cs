using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Events;

/// <summary>Reads what has happened.</summary>
internal static class EventHistory
{
    /// <summary>The newest events that the request asks for, at most <paramref name="limit"/>; 0 means all. Oldest first.</summary>
    public static async Task<(List<Event> Events, int Total)> ReadAsync(
        Session session, ListEventsRequest request, int limit, CancellationToken cancellationToken)
    {
        var (events, total) = (new List<Event>(), 0);
        request.PageSize = limit is > 0 and < Pages.Size ? limit : Pages.Size;
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Events.ListEventsAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                total = page.TotalSize;
                events.AddRange(limit == 0 ? page.Events : page.Events.Take(limit - events.Count));
                return limit > 0 && events.Count == limit ? "" : page.NextPageToken;
            });
        events.Reverse();
        return (events, total);
    }
}
