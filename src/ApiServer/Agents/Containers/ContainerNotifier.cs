using System.Collections.Immutable;

namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>
/// What one stream has told of the containers on its node, and so what it has to tell next. Not a queue of what happened: a slow agent is
/// told how things are, never a backlog.
/// </summary>
internal sealed class ContainerNotifier(NodeContainers containers, string nodeName) : IDisposable
{
    private readonly Dictionary<string, Container> _told = new(StringComparer.Ordinal);
    private readonly Queue<ContainerNotice> _next = new();
    private ImmutableDictionary<string, Container>? _seen;
    private IDisposable? _following;

    /// <summary>Calls back whenever there may be something to tell.</summary>
    public void Follow(Action changed) => _following = containers.Follow(nodeName, changed);

    /// <summary>Whether there may be something to tell.</summary>
    public bool HasNext => _next.Count > 0 || !ReferenceEquals(containers.On(nodeName), _seen);

    /// <summary>What to tell next, which counts as told; null when there is nothing. Calls must not overlap.</summary>
    public ContainerNotice? Next()
    {
        var running = containers.On(nodeName);
        if (!ReferenceEquals(running, _seen))
        {
            _seen = running;
            _next.Clear();
            foreach (var container in running.Values.Where(container => _told.GetValueOrDefault(container.Id) != container))
            {
                _next.Enqueue(new ContainerNotice(container, Removed: false));
            }

            foreach (var container in _told.Values.Where(container => !running.ContainsKey(container.Id)))
            {
                _next.Enqueue(new ContainerNotice(container, Removed: true));
            }
        }

        if (!_next.TryDequeue(out var notice))
        {
            return null;
        }

        if (notice.Removed)
        {
            _told.Remove(notice.Container.Id);
        }
        else
        {
            _told[notice.Container.Id] = notice.Container;
        }

        return notice;
    }

    public void Dispose() => _following?.Dispose();
}

/// <summary>What an agent is told of a container on its node: it runs, or it does not any more.</summary>
internal readonly record struct ContainerNotice(Container Container, bool Removed);
