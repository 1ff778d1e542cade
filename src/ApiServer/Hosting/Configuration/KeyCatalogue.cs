using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>
/// Every setting this build knows, with its default: the appsettings.json that was compiled in. It is the first source of
/// configuration and the list that misspelled keys are checked against, so a room that adds an option adds it there.
/// </summary>
internal sealed class KeyCatalogue
{
    private readonly Dictionary<string, string> _defaults;

    private KeyCatalogue(Dictionary<string, string> defaults) => _defaults = defaults;

    public static KeyCatalogue Shipped { get; } = Load();

    public IEnumerable<KeyValuePair<string, string>> Defaults => _defaults;

    public static Stream OpenDefaults() =>
        typeof(KeyCatalogue).Assembly.GetManifestResourceStream("appsettings.json")
        ?? throw new InvalidOperationException("No defaults compiled in.");

    /// <summary>Log categories are free; a key may be followed by the index of a list entry.</summary>
    public bool Knows(string key)
    {
        if (_defaults.ContainsKey(key) || LogLevels.Knows(key))
        {
            return true;
        }

        var last = key.LastIndexOf(':');
        return last > 0 && int.TryParse(key.AsSpan(last + 1), out _) && _defaults.ContainsKey(key[..last]);
    }

    public string Example(string key) => _defaults.TryGetValue(key, out var value) && value.Length > 0 ? value : "...";

    public StartupException Unknown(string key, string source)
    {
        var nearest = Spelling.Nearest(key, _defaults.Keys);
        var hint = nearest is not null ? $"did you mean --{nearest}={Example(nearest)}?"
            : LogLevels.Owns(key) ? "log levels are written --Logging:LogLevel:Default=Information, with any category for Default"
            : "--help lists the keys";
        return new StartupException($"{key} ({source}) is not a setting of this server; {hint}");
    }

    private static KeyCatalogue Load()
    {
        using var stream = OpenDefaults();
        var leaves = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        return new KeyCatalogue(leaves);
    }
}
