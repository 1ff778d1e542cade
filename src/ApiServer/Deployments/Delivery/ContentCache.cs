using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Validation;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>
/// Programs that are being sent, each loaded once and held once for all agents. The least recently used go when they are too many bytes,
/// those of a deleted module at once.
/// </summary>
internal sealed class ContentCache(
    Func<string, int, CancellationToken, Task<ModuleContent?>> load, IOptions<DeploymentOptions> options)
{
    private readonly Lock _sync = new();
    private readonly long _limit = ContentCacheSize.Of(options.Value.ContentCacheBytes);
    private readonly Dictionary<(string ModuleId, int Revision), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public ContentCache(ModuleStore modules, IOptions<DeploymentOptions> options)
        : this(modules.LoadContentAsync, options)
    {
    }

    /// <summary>What is there already. Cheap, waits for nothing.</summary>
    public DeployedContent? Find(string moduleId, int revision)
    {
        lock (_sync)
        {
            return _entries.TryGetValue((moduleId, revision), out var node) && node.Value.Content.IsCompletedSuccessfully
                ? Used(node).Content.Result
                : null;
        }
    }

    public async Task<DeployedContent> LoadAsync(string moduleId, int revision, CancellationToken cancellationToken)
    {
        var loading = FindOrLoad((moduleId, revision));
        try
        {
            return await loading.WaitAsync(cancellationToken);
        }
        catch (Exception) when (loading.IsFaulted)
        {
            Drop((moduleId, revision), loading);
            throw;
        }
    }

    /// <summary>A module is deleted: nobody is sent its programs again, and what is being loaded is not kept.</summary>
    public void Forget(string moduleId)
    {
        lock (_sync)
        {
            foreach (var key in _entries.Keys.Where(key => key.ModuleId == moduleId).ToList())
            {
                Remove(_entries[key]);
            }
        }
    }

    private Entry Used(LinkedListNode<Entry> node)
    {
        if (node != _byUse.First)
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }

        return node.Value;
    }

    private Task<DeployedContent> FindOrLoad((string ModuleId, int Revision) key)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                return Used(node).Content;
            }

            node = _byUse.AddFirst(new Entry(key));
            _entries[key] = node;
            return node.Value.Content = LoadAsync(node);
        }
    }

    private async Task<DeployedContent> LoadAsync(LinkedListNode<Entry> node)
    {
        await Task.Yield();
        var key = node.Value.Key;
        var content = await load(key.ModuleId, key.Revision, CancellationToken.None)
            ?? throw new NotFoundException("revision", $"{key.ModuleId}/{key.Revision}");
        lock (_sync)
        {
            // Evicted while it was loading, it counts nothing, also when the same was asked for again meanwhile.
            if (_entries.GetValueOrDefault(key) == node)
            {
                node.Value.Bytes = SizeOf(content);
                _bytes += node.Value.Bytes;
                Trim(node);
            }
        }

        return new DeployedContent(content, LegacyCompatibility.Problem(content));
    }

    private void Trim(LinkedListNode<Entry> justLoaded)
    {
        while (_bytes > _limit && _byUse.Last is { } last && last != justLoaded)
        {
            Remove(last);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private void Drop((string ModuleId, int Revision) key, Task<DeployedContent> loading)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var node) && node.Value.Content == loading)
            {
                Remove(node);
            }
        }
    }

    private static long SizeOf(ModuleContent content) =>
        (2L * (content.Ebpf.Source.Length + content.Wasm.Source.Length)) + content.Ebpf.Object.Length + content.Wasm.Binary.Length;

    private sealed class Entry((string ModuleId, int Revision) key)
    {
        public (string ModuleId, int Revision) Key { get; } = key;

        public Task<DeployedContent> Content { get; set; } = null!;

        public long Bytes { get; set; }
    }
}

/// <param name="Content">The programs, and the table that their rows go to.</param>
/// <param name="LegacyProblem">Why legacy agents cannot run it; null when they can.</param>
internal sealed record DeployedContent(ModuleContent Content, string? LegacyProblem);
