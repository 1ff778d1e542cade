using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// Programs that are being sent, each loaded once and held once for all agents. The least recently used go when they are too many bytes.
/// </summary>
internal sealed class RevisionCache(
    Func<string, int, CancellationToken, Task<ModuleContent?>> load, IOptions<DeploymentOptions> options)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<(string ModuleId, int Revision), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public RevisionCache(ModuleStore modules, IOptions<DeploymentOptions> options)
        : this(modules.LoadContentAsync, options)
    {
    }

    public async Task<ModuleContent> GetAsync(string moduleId, int revision, CancellationToken cancellationToken)
    {
        var loading = Find((moduleId, revision));
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

    private Task<ModuleContent> Find((string ModuleId, int Revision) key)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Content;
            }

            node = _byUse.AddFirst(new Entry(key));
            _entries[key] = node;
            return node.Value.Content = LoadAsync(node);
        }
    }

    private async Task<ModuleContent> LoadAsync(LinkedListNode<Entry> node)
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

        return content;
    }

    private void Trim(LinkedListNode<Entry> justLoaded)
    {
        while (_bytes > options.Value.ContentCacheBytes && _byUse.Last is { } last && last != justLoaded)
        {
            _byUse.Remove(last);
            _entries.Remove(last.Value.Key);
            _bytes -= last.Value.Bytes;
        }
    }

    private void Drop((string ModuleId, int Revision) key, Task<ModuleContent> loading)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue(key, out var node) && node.Value.Content == loading)
            {
                _entries.Remove(key);
                _byUse.Remove(node);
            }
        }
    }

    private static long SizeOf(ModuleContent content) =>
        (2L * (content.Ebpf.Source.Length + content.Wasm.Source.Length)) + content.Ebpf.Object.Length + content.Wasm.Binary.Length;

    private sealed class Entry((string ModuleId, int Revision) key)
    {
        public (string ModuleId, int Revision) Key { get; } = key;

        public Task<ModuleContent> Content { get; set; } = null!;

        public long Bytes { get; set; }
    }
}
