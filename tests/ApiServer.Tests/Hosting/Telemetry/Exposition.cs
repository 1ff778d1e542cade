using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer.Tests.Hosting.Telemetry;

/// <summary>
/// Reads the text of a scrape as strictly as the format is written down: a family's lines stand together, HELP and TYPE once and first,
/// no series twice, only the escapes that exist, buckets that grow and end with the count.
/// </summary>
internal sealed class Exposition
{
    private readonly Dictionary<string, Family> _families = [];
    private readonly Dictionary<string, double> _series = [];
    private Family? _current;

    private Exposition()
    {
    }

    public IReadOnlyDictionary<string, Family> Families => _families;

    /// <summary>By name and labels, such as <c>agents{state="Online"}</c>; labels in the order of their names.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    public static Exposition Parse(string text)
    {
        Assert.That(text, Does.EndWith("\n").And.Not.Contain("\r"));
        var exposition = new Exposition();
        foreach (var line in text[..^1].Split('\n'))
        {
            exposition.Read(line);
        }

        foreach (var family in exposition._families.Values.Where(family => family.Type == "histogram"))
        {
            exposition.CheckHistogram(family);
        }

        return exposition;
    }

    /// <summary>The values of a metric whose labels contain these, such as <c>state="Online"</c>.</summary>
    public IReadOnlyList<double> Of(string name, params string[] labels) =>
    [
        .. _series.Where(series => series.Key.StartsWith(name + "{", StringComparison.Ordinal)
            && labels.All(label => series.Key.Contains(label, StringComparison.Ordinal))).Select(series => series.Value),
    ];

    private void Read(string line)
    {
        if (line.StartsWith("# HELP ", StringComparison.Ordinal) || line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            ReadHead(line[2..6], line[7..].Split(' ', 2));
            return;
        }

        Assert.That(line, Does.Not.StartWith("#").And.Not.Empty, "neither comments nor empty lines are written");
        var position = line.IndexOf('{', StringComparison.Ordinal);
        var (name, labels) = (line[..position], ReadLabels(line, ref position));
        Assert.That(line[position], Is.EqualTo(' '), line);
        var family = FamilyOf(name, line);
        var value = Number(line[(position + 1)..]);
        Assert.That(family.Type == "gauge" || value >= 0, Is.True, $"below zero: {line}");
        foreach (var (label, _) in labels)
        {
            family.Labels.Add(label);
        }

        Assert.That(
            _series.TryAdd($"{name}{{{string.Join(',', labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}", value),
            Is.True,
            $"twice: {line}");
    }

    private void ReadHead(string kind, string[] parts)
    {
        // HELP may be missing; where it is there it comes first.
        if (kind == "HELP" || _current?.Name != parts[0])
        {
            Assert.That(_families.TryAdd(parts[0], _current = new Family(parts[0])), Is.True, $"{parts[0]} begins twice");
        }

        if (kind == "HELP")
        {
            _current!.Help = Unescape(parts[1], quotes: false);
            return;
        }

        Assert.That(_current!.Type, Is.Null, $"{parts[0]} has two types");
        Assert.That(parts[1], Is.AnyOf("counter", "gauge", "histogram"));
        _current.Type = parts[1];
    }

    private Family FamilyOf(string name, string line)
    {
        Assert.That(name, Does.Match("^[a-zA-Z_:][a-zA-Z0-9_:]*$"));
        Assert.That(_current?.Type, Is.Not.Null, $"no TYPE before {line}");
        string[] names = _current!.Type == "histogram" ? [.. Suffixes.Select(suffix => _current.Name + suffix)] : [_current.Name];
        Assert.That(names, Does.Contain(name), $"of another family: {line}");
        return _current;
    }

    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count"];

    private static SortedDictionary<string, string> ReadLabels(string line, ref int position)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        do
        {
            var start = ++position;
            position = line.IndexOf('=', start);
            var label = line[start..position];
            Assert.That(label, Does.Match("^[a-zA-Z_][a-zA-Z0-9_]*$"), line);
            Assert.That(line[++position], Is.EqualTo('"'), line);
            var value = new StringBuilder();
            while (line[++position] != '"')
            {
                value.Append(line[position] == '\\' ? Escaped(line[++position], quotes: true) : line[position]);
            }

            Assert.That(labels.TryAdd(label, value.ToString()), Is.True, $"label {label} twice: {line}");
        }
        while (line[++position] == ',');
        Assert.That(line[position++], Is.EqualTo('}'), line);
        return labels;
    }

    private void CheckHistogram(Family family)
    {
        var buckets = _series.Where(series => series.Key.StartsWith(family.Name + "_bucket{", StringComparison.Ordinal)).ToLookup(
            series => string.Join(
                ',',
                series.Key[(family.Name.Length + 8)..^1].Split(',').Where(label => !label.StartsWith("le=", StringComparison.Ordinal))));
        foreach (var histogram in buckets)
        {
            var inOrder = histogram.Select(bucket => (UpTo: Bound(bucket.Key), bucket.Value)).OrderBy(bucket => bucket.UpTo).ToList();
            Assert.That(inOrder.Select(bucket => bucket.Value), Is.Ordered, family.Name);
            Assert.That(inOrder[^1].UpTo, Is.EqualTo(double.PositiveInfinity), family.Name);
            Assert.That(_series[$"{family.Name}_count{{{histogram.Key}}}"], Is.EqualTo(inOrder[^1].Value), family.Name);
            Assert.That(_series, Does.ContainKey($"{family.Name}_sum{{{histogram.Key}}}"));
        }
    }

    private static double Bound(string key)
    {
        var start = key.IndexOf("le=\"", StringComparison.Ordinal) + 4;
        return Number(key[start..key.IndexOf('"', start)]);
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text, bool quotes)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] == '\\' ? Escaped(text[++i], quotes) : text[i]);
        }

        return plain.ToString();
    }

    private static char Escaped(char c, bool quotes) => c switch
    {
        '\\' => '\\',
        'n' => '\n',
        '"' when quotes => '"',
        _ => throw new AssertionException($"\\{c} is no escape"),
    };

    /// <summary>A metric and what is written above its series.</summary>
    internal sealed class Family(string name)
    {
        public string Name { get; } = name;

        public string Help { get; set; } = "";

        public string? Type { get; set; }

        public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal);
    }
}
