namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>What was compiled lately, by hash of all that it depends on. Bounded; the least recently used goes first.</summary>
internal sealed class CompileCache(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, CompileResult Result)>> _byKey = [];
    private readonly LinkedList<(string Key, CompileResult Result)> _byUse = new();
    private long _bytes;

    public CompileResult? Find(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Result;
        }
    }

    public void Add(string key, CompileResult result)
    {
        lock (_lock)
        {
            if (_byKey.ContainsKey(key))
            {
                return;
            }

            _byKey[key] = _byUse.AddFirst((key, result));
            _bytes += result.Binary.Length;
            while (_bytes > maxBytes)
            {
                var (oldest, dropped) = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _byKey.Remove(oldest);
                _bytes -= dropped.Binary.Length;
            }
        }
    }
}
