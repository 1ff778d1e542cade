namespace Tricorder.ApiServer.Security.Keys;

/// <summary>The files of the keys that the store needs: its secrets may be protected with any of them.</summary>
internal sealed class KeyFiles(string directory)
{
    private volatile IReadOnlyDictionary<Guid, KeyFile> _watched = new Dictionary<Guid, KeyFile>();

    public bool IsWatched(Guid key) => _watched.ContainsKey(key);

    /// <summary>These keys can be used now. What is watched already is still compared with what it was at first.</summary>
    public void Watch(IEnumerable<Guid> keys)
    {
        _watched = keys.Distinct().ToDictionary(key => key, key => _watched.GetValueOrDefault(key) ?? new KeyFile(key, PathOf(key)));
        _ = Problem();
    }

    /// <summary>The first thing that is wrong with one of them; null when nothing is.</summary>
    public string? Problem() => _watched.Values.Select(file => file.Problem()).FirstOrDefault(problem => problem is not null);

    /// <summary>The files that keep all keys from being used.</summary>
    public IReadOnlyList<string> Damaged() => [.. All().Where(path => !KeyFile.IsSound(path))];

    /// <summary>Keys are read from whatever XML file there is, and a restored one may have another name.</summary>
    private string PathOf(Guid key)
    {
        var usual = Path.Combine(directory, $"key-{key}.xml");
        return File.Exists(usual) ? usual : All().FirstOrDefault(path => new KeyFile(key, path).Problem() is null) ?? usual;
    }

    private string[] All()
    {
        try
        {
            return Directory.GetFiles(directory, "*.xml");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
