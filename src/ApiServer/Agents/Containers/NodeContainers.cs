using System.Collections.Immutable;

namespace Tricorder.ApiServer.Agents.Containers;

/// <summary>
/// The containers that run on each node, from one watch of pods for all agents. Whoever follows a node is woken when they change, and finds
/// out by itself what is new to it.
/// </summary>
internal sealed class NodeContainers
{
    private static readonly ImmutableDictionary<string, Container> None = ImmutableDictionary<string, Container>.Empty;

    private readonly Lock _sync = new();
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PodPlace> _pods = new(StringComparer.Ordinal);

    /// <summary>Somebody follows the pods. Where nobody does, there is nothing to tell of containers, ever.</summary>
    public bool IsFollowed { get; init; } = true;

    /// <summary>All pods were seen once: what is not here does not run.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>All containers that run, by id, each with its node.</summary>
    public IReadOnlyDictionary<string, string> All()
    {
        lock (_sync)
        {
            return _nodes.SelectMany(node => node.Value.Running.Keys.Select(id => (Id: id, Node: node.Key)))
                .DistinctBy(container => container.Id).ToDictionary(container => container.Id, container => container.Node);
        }
    }

    public ImmutableDictionary<string, Container> On(string nodeName)
    {
        lock (_sync)
        {
            return _nodes.GetValueOrDefault(nodeName)?.Running ?? None;
        }
    }

    /// <summary>
    /// Calls back at every change on the node, now not: look first. The callback must be cheap, and must not call back here.
    /// </summary>
    public IDisposable Follow(string nodeName, Action changed)
    {
        lock (_sync)
        {
            NodeOf(nodeName).Followers.Add(changed);
        }

        return new Following(this, nodeName, changed);
    }

    /// <summary>These containers of the pod run now, and no others. The result are the ids of those that do not run any more.</summary>
    public IReadOnlyList<string> Put(string podUid, string nodeName, IReadOnlyList<Container> running)
    {
        lock (_sync)
        {
            if (_pods.GetValueOrDefault(podUid) is { } before && before.NodeName != nodeName)
            {
                Change(podUid, before.NodeName, []);
            }

            return running.Count == 0 && !_pods.ContainsKey(podUid) ? [] : Change(podUid, nodeName, running);
        }
    }

    /// <summary>The pod is gone. The result are the ids of its containers.</summary>
    public IReadOnlyList<string> Remove(string podUid)
    {
        lock (_sync)
        {
            return _pods.GetValueOrDefault(podUid) is { } pod ? Change(podUid, pod.NodeName, []) : [];
        }
    }

    public void Complete() => IsComplete = true;

    /// <summary>What was told of these is told again, as far as they are due.</summary>
    public void AskAgain(IEnumerable<(string NodeName, string Id)> containers, Func<Container, bool> isDue)
    {
        lock (_sync)
        {
            foreach (var ofNode in containers.ToLookup(container => container.NodeName, container => container.Id))
            {
                if (_nodes.TryGetValue(ofNode.Key, out var node))
                {
                    var again = ofNode.Where(node.Running.ContainsKey).Select(id => node.Running[id]).Where(isDue)
                        .Select(container => KeyValuePair.Create(container.Id, container with { AskedAgain = container.AskedAgain + 1 }));
                    node.Set(node.Running.SetItems(again.ToList()));
                }
            }
        }
    }

    private List<string> Change(string podUid, string nodeName, IReadOnlyList<Container> running)
    {
        var node = NodeOf(nodeName);
        var before = _pods.GetValueOrDefault(podUid)?.Ids ?? [];
        var now = running.Select(container => container.Id).ToHashSet();
        var gone = before.Where(id => !now.Contains(id)).ToList();
        var fresh = running.Where(
            container => !(node.Running.TryGetValue(container.Id, out var old) && old == container with { AskedAgain = old.AskedAgain }));
        var changed = node.Running.RemoveRange(gone)
            .SetItems(fresh.Select(container => KeyValuePair.Create(container.Id, container)).ToList());
        if (now.Count > 0)
        {
            _pods[podUid] = new PodPlace(nodeName, [.. now]);
        }
        else
        {
            _pods.Remove(podUid);
        }

        node.Set(changed);
        Tidy(nodeName, node);
        return gone;
    }

    private Node NodeOf(string nodeName) => _nodes.TryGetValue(nodeName, out var node) ? node : _nodes[nodeName] = new Node();

    private void Tidy(string nodeName, Node node)
    {
        if (node.Running.IsEmpty && node.Followers.Count == 0)
        {
            _nodes.Remove(nodeName);
        }
    }

    private void Unfollow(string nodeName, Action changed)
    {
        lock (_sync)
        {
            if (_nodes.TryGetValue(nodeName, out var node) && node.Followers.Remove(changed))
            {
                Tidy(nodeName, node);
            }
        }
    }

    private sealed record PodPlace(string NodeName, string[] Ids);

    private sealed class Node
    {
        public ImmutableDictionary<string, Container> Running { get; private set; } = None;

        public List<Action> Followers { get; } = [];

        public void Set(ImmutableDictionary<string, Container> running)
        {
            if (ReferenceEquals(running, Running))
            {
                return;
            }

            Running = running;
            foreach (var follower in Followers)
            {
                follower();
            }
        }
    }

    private sealed class Following(NodeContainers containers, string nodeName, Action changed) : IDisposable
    {
        public void Dispose() => containers.Unfollow(nodeName, changed);
    }
}
