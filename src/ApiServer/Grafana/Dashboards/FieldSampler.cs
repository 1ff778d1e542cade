using System.Text.Json;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Finds the members of documents that panels can show. Arrays are left out: they have no one value.</summary>
internal sealed class FieldSampler
{
    private const int Deepest = 4;
    private const int MaxName = 200;
    private const int MaxMembers = 50;
    private const int FewRows = 20;
    private const int MaxCategory = 200;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 200 };

    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly List<Seen> _inOrder = [];

    public static IReadOnlyList<SampledField> Infer(string column, IEnumerable<string> documents)
    {
        var sampler = new FieldSampler();
        foreach (var document in documents)
        {
            sampler.Add(document);
        }

        return [.. sampler._inOrder.Select(seen => new SampledField(column, seen.Path, seen.Types, seen.IsCategory))];
    }

    private void Add(string document)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document, Reading);
            Walk(parsed.RootElement, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Too deep, or with halves of surrogate pairs, which type json takes: no other row is worse for it.
        }
    }

    private void Walk(JsonElement element, string[] path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (path.Length < Deepest)
            {
                foreach (var member in element.EnumerateObject()
                    .Take(MaxMembers)
                    .Where(member => member.Name.Length is > 0 and <= MaxName))
                {
                    Walk(member.Value, [.. path, member.Name]);
                }
            }
        }
        else if (path.Length > 0 && TypeOf(element) is var type and not ValueTypes.None && Find(path) is { } seen)
        {
            seen.Add(type, element);
        }
    }

    private Seen? Find(string[] path)
    {
        // No name has a NUL: PostgreSQL refuses it in jsonb, and rows of json that have it are left out of queries.
        if (Array.Exists(path, name => name.Contains('\0')))
        {
            return null;
        }

        var key = string.Join('\0', path);
        if (!_seen.TryGetValue(key, out var seen) && _seen.Count < SampledFields.Max)
        {
            _inOrder.Add(_seen[key] = seen = new Seen(path));
        }

        return seen;
    }

    private static ValueTypes TypeOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => ValueTypes.Number,
        JsonValueKind.String => ValueTypes.Text,
        JsonValueKind.True or JsonValueKind.False => ValueTypes.Bool,
        _ => ValueTypes.None,
    };

    private sealed record Seen(string[] Path)
    {
        private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
        private int _count;
        private long _length;

        public ValueTypes Types { get; private set; }

        public bool IsCategory => _count > 0 && _length / _count <= MaxCategory && (_count < FewRows || _texts.Count <= _count / 2);

        public void Add(ValueTypes type, JsonElement element)
        {
            Types |= type;
            if (type == ValueTypes.Text)
            {
                var text = element.GetString()!;
                _texts.Add(text);
                _count++;
                _length += text.Length;
            }
        }
    }
}
