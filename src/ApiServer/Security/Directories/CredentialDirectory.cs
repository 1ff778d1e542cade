using System.Collections.Concurrent;

namespace Tricorder.ApiServer.Security.Directories;

/// <summary>All credentials of a kind, in memory: each call asks for one. It follows the store after each commit.</summary>
internal abstract class CredentialDirectory<T>
    where T : class, ICredential<T>
{
    private static readonly TimeSpan LastUsePrecision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, T> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _idByLookup = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<T> All() => [.. _byId.Values.OrderByDescending(one => one.Id, StringComparer.Ordinal)];

    public T? Find(string id) => _byId.GetValueOrDefault(id);

    public T? FindByLookup(string lookup) => _idByLookup.TryGetValue(lookup, out var id) ? Find(id) : null;

    /// <summary>Adds one, or takes over what has changed of it; its last use is known best here.</summary>
    public void Apply(T changed)
    {
        _byId.AddOrUpdate(changed.Id, changed, (_, known) => known.LastUseTime is { } time ? changed.UsedAt(time) : changed);
        _idByLookup[changed.Lookup] = changed.Id;
    }

    public void Remove(T ended)
    {
        _idByLookup.TryRemove(ended.Lookup, out _);
        _byId.TryRemove(ended.Id, out _);
    }

    public void Used(T used, DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % LastUsePrecision.Ticks), now.Offset);

        // Only what is still there as it was found: one that has ended meanwhile must not come back.
        if ((used.LastUseTime is null || used.LastUseTime < minute) && _byId.TryUpdate(used.Id, used.UsedAt(minute), used))
        {
            _used[used.Id] = minute;
        }
    }

    protected void Load(IEnumerable<T> stored)
    {
        foreach (var one in stored)
        {
            Apply(one);
        }
    }

    /// <summary>The last uses noted since the last time this was asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> TakeUsed()
    {
        var taken = _used.ToList();
        foreach (var use in taken)
        {
            _used.TryRemove(use);
        }

        return taken;
    }
}
