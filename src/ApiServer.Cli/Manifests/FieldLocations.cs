namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Where in its text each field of a document is. They are looked for when something is wrong, and not before.</summary>
/// <param name="find">Finds all places, by paths such as <c>ebpf.probes[0].type</c>.</param>
/// <param name="root">The path of the module, where it is a part of the document; may be empty.</param>
internal sealed class FieldLocations(Func<IEnumerable<FieldPlace>> find, string root = "")
{
    private Dictionary<string, FieldPlace>? _known;

    /// <summary>The places of a part of the document.</summary>
    public FieldLocations Below(string path) => new(find, path);

    /// <summary>
    /// Such as <c>:12:5</c>, as compilers write it, for the field or the nearest one around it that is there; empty where none is.
    /// </summary>
    public string Of(string field)
    {
        _known ??= Known();
        for (var path = Plain(Join(root, field)); path.Length > 0; path = Around(path))
        {
            if (_known.TryGetValue(path, out var place))
            {
                return $":{place.Line}:{place.Column}";
            }
        }

        return "";
    }

    /// <summary>The path of a member.</summary>
    public static string Join(string path, string name) => path.Length == 0 || name.Length == 0 ? path + name : $"{path}.{name}";

    private Dictionary<string, FieldPlace> Known()
    {
        var known = new Dictionary<string, FieldPlace>();
        foreach (var place in find())
        {
            known.TryAdd(Plain(place.Path), place);
        }

        return known;
    }

    /// <summary>The server writes <c>function_name</c> where most manifests have <c>functionName</c>.</summary>
    private static string Plain(string path) => path.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static string Around(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}

/// <summary>A place in a text.</summary>
/// <param name="Path">Of the field or item.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct FieldPlace(string Path, long Line, long Column);
