namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>
/// What is to be written, of each container the newest. It is bounded, as a whole and for each node: one can not take the room of all.
/// </summary>
internal sealed class WaitingReports
{
    public const int MaxCharacters = 16 << 20;
    public const int MaxCharactersOfNode = MaxCharacters / 16;

    private readonly Lock _sync = new();
    private readonly Dictionary<string, WaitingReport> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _charactersByNode = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private int _characters;

    /// <summary>Replaces what is known of the container. Without room it is lost, and remembered as such.</summary>
    public void Add(string id, WaitingReport report)
    {
        lock (_sync)
        {
            Remove(id);
            if (HasRoom(report))
            {
                Keep(id, report);
                _lost.Remove(id);
            }
            else
            {
                _lost.Add(id);
            }
        }
    }

    public Dictionary<string, WaitingReport> Take(int most)
    {
        lock (_sync)
        {
            var batch = _waiting.Take(most).ToDictionary();
            foreach (var id in batch.Keys)
            {
                Remove(id);
            }

            return batch;
        }
    }

    /// <summary>They could not be written. What came meanwhile is newer.</summary>
    public void PutBack(Dictionary<string, WaitingReport> batch)
    {
        lock (_sync)
        {
            foreach (var (id, report) in batch.Where(item => !_waiting.ContainsKey(item.Key)))
            {
                Keep(id, report);
            }
        }
    }

    /// <summary>The containers of which something was lost since the last time.</summary>
    public HashSet<string> TakeLost()
    {
        lock (_sync)
        {
            var lost = _lost.ToHashSet(StringComparer.Ordinal);
            _lost.Clear();
            return lost;
        }
    }

    private bool HasRoom(WaitingReport report) =>
        _characters + report.Characters <= MaxCharacters
        && (report.Json is null || _charactersByNode.GetValueOrDefault(report.NodeName) + report.Characters <= MaxCharactersOfNode);

    private void Keep(string id, WaitingReport report)
    {
        _waiting[id] = report;
        Count(report.NodeName, report.Characters);
    }

    private void Remove(string id)
    {
        if (_waiting.Remove(id, out var before))
        {
            Count(before.NodeName, -before.Characters);
        }
    }

    private void Count(string nodeName, int characters)
    {
        _characters += characters;
        var ofNode = _charactersByNode.GetValueOrDefault(nodeName) + characters;
        if (ofNode > 0)
        {
            _charactersByNode[nodeName] = ofNode;
        }
        else
        {
            _charactersByNode.Remove(nodeName);
        }
    }
}

/// <param name="NodeName">Where the container runs.</param>
/// <param name="Json">Its processes; null: it is gone.</param>
internal sealed record WaitingReport(string NodeName, string? Json)
{
    public static readonly WaitingReport Gone = new("", null);

    // With its id, and what it takes to keep it.
    public int Characters => 200 + (Json?.Length ?? 0);
}
