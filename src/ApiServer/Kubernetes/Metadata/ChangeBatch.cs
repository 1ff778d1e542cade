using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Changes that are handed over together: of each object the newest, in whatever order, and the position after them.</summary>
internal sealed class ChangeBatch
{
    public const int MaxObjects = 500;
    public const int MaxBytes = 2 * 1024 * 1024;

    private readonly Dictionary<string, KubernetesObject?> _changes = [];
    private int _bytes;

    public bool IsEmpty => _changes.Count == 0 && Position.Length == 0;

    /// <summary>The last one may be over: an object alone is never too large.</summary>
    public bool IsFull => _changes.Count >= MaxObjects || _bytes >= MaxBytes;

    /// <summary>Empty when nothing said one.</summary>
    public string Position { get; private set; } = "";

    public IReadOnlyList<KubernetesObject> There => [.. _changes.Values.OfType<KubernetesObject>()];

    public IReadOnlyList<string> Gone => [.. _changes.Where(change => change.Value is null).Select(change => change.Key)];

    public void Add(ResourceEvent change)
    {
        Position = change.ResourceVersion.Length > 0 ? change.ResourceVersion : Position;
        if (change.Object is { } item)
        {
            _bytes -= _changes.GetValueOrDefault(item.Uid)?.Json.Length ?? 0;
            _changes[item.Uid] = change.IsDeletion ? null : item;
            _bytes += change.IsDeletion ? 0 : item.Json.Length;
        }
    }
}
