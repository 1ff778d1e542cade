using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Events;

/// <summary>
/// What has happened, and then what happens, each event once. The history is read when the watch stands, so that nothing falls between the
/// two; what comes by both ways is told apart by its id. When a broken watch can not go on where it was, the history fills the gap.
/// </summary>
internal sealed class EventTail(Session session, ListEventsRequest wanted, int limit)
{
    /// <summary>Far more than can come by both ways.</summary>
    private const int Remembered = 10_000;

    private readonly HashSet<string> _told = [];
    private readonly Queue<string> _order = new();
    private bool _hasBegun;
    private Event? _last;

    public async IAsyncEnumerable<IReadOnlyList<Event>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new EventFilter { ModuleId = wanted.ModuleId, AgentId = wanted.AgentId, Kind = wanted.Kind };
        await foreach (var response in Follow.WatchAsync(
            session, new Subscription { Events = new EventsTopic { Filter = filter } }, cancellationToken))
        {
            if (response.Snapshot is { Last: true })
            {
                yield return Take(await CatchUpAsync(cancellationToken));
            }
            else if (response.Changes is { } changes)
            {
                yield return Take(changes.Events);
            }
        }
    }

    private async Task<List<Event>> CatchUpAsync(CancellationToken cancellationToken)
    {
        var request = wanted.Clone();
        request.Since = _last?.Time ?? request.Since;
        // Only the beginning is limited: what is missed later is missed whole.
        var most = _hasBegun ? 0 : limit;
        _hasBegun = true;
        return (await EventHistory.ReadAsync(session, request, most, cancellationToken)).Events;
    }

    private List<Event> Take(IEnumerable<Event> events)
    {
        var news = events.Where(one => _told.Add(one.Id)).ToList();
        foreach (var one in news)
        {
            _last = one;
            _order.Enqueue(one.Id);
            if (_order.Count > Remembered)
            {
                _told.Remove(_order.Dequeue());
            }
        }

        return news;
    }
}
