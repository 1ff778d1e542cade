using System.Globalization;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// Turns a panel's SQL into what PostgreSQL gets, as Grafana does: its pages put in variables, its datasource puts in the interval and
/// evaluates whatever looks like a macro, in quotes too.
/// </summary>
internal sealed partial class GrafanaMacros(DateTimeOffset from, DateTimeOffset to, TimeSpan interval, bool timescale = false)
{
    private readonly Dictionary<string, (string[] Values, string? All)> _variables = [];

    /// <summary>Names that Grafana's pages know in every dashboard. No SQL of ours may refer to them, but for the interval.</summary>
    private static readonly HashSet<string> Globals =
        ["__user", "__org", "__from", "__to", "__dashboard", "__name", "__data", "__field", "__series", "__value", "__cell"];

    /// <summary>A variable and its chosen values; none: all are.</summary>
    public GrafanaMacros With(string name, string[] values, string? all = null)
    {
        _variables[name] = (values, all);
        return this;
    }

    public string Expand(string sql)
    {
        var expanded = Reference().Replace(sql, PutInVariable)
            .Replace("$__interval_ms", interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$__interval", Seconds(interval) + "s", StringComparison.Ordinal)
            .Replace("$__unixEpochFrom()", Epoch(from), StringComparison.Ordinal)
            .Replace("$__unixEpochTo()", Epoch(to), StringComparison.Ordinal);
        return Macro().Replace(expanded, match =>
        {
            var name = match.Groups[1].Value;
            var next = match.Index + match.Length;
            // Before 5.3 this macro named its column itself, and does so still where a comma follows.
            name = name == "__timeGroup" && next < expanded.Length && expanded[next] == ',' ? "__timeGroupAlias" : name;
            return Evaluate(name, [.. match.Groups[2].Value.Split(',').Select(argument => argument.Trim(' '))]);
        });
    }

    private string PutInVariable(Match match)
    {
        var name = match.Groups.Cast<Group>().Skip(1).Where(group => group.Name is "a" or "b" or "c").First(group => group.Success).Value;
        var format = match.Groups["fb"].Success ? match.Groups["fb"].Value : match.Groups["fc"].Value;
        if (Globals.Contains(name))
        {
            throw new InvalidOperationException($"{match.Value} is a variable of Grafana's.");
        }

        if (!_variables.TryGetValue(name, out var variable))
        {
            return match.Value;
        }

        return variable is { Values: [], All: { } all } ? all : format switch
        {
            "sqlstring" => string.Join(",", variable.Values.Select(value => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'")),
            "singlequote" => string.Join(",", variable.Values.Select(value => $"'{value.Replace("'", "\\'", StringComparison.Ordinal)}'")),
            "raw" or "" => string.Join(",", variable.Values),
            _ => throw new InvalidOperationException($"Format {format} is not one of these tests."),
        };
    }

    private string Evaluate(string name, string[] arguments) => name switch
    {
        "__time" => $"{arguments[0]} AS \"time\"",
        "__timeEpoch" => $"extract(epoch from {arguments[0]}) as \"time\"",
        "__timeFilter" => $"{arguments[0]} BETWEEN {Quoted(from)} AND {Quoted(to)}",
        "__timeFrom" => Quoted(from),
        "__timeTo" => Quoted(to),
        "__timeGroup" => TimeGroup(arguments),
        "__timeGroupAlias" => TimeGroup(arguments) + " AS \"time\"",
        "__unixEpochFilter" => $"{arguments[0]} >= {Epoch(from)} AND {arguments[0]} <= {Epoch(to)}",
        "__unixEpochGroup" => Group($"({arguments[0]})", arguments),
        "__unixEpochGroupAlias" => Group($"({arguments[0]})", arguments) + " AS \"time\"",
        _ => throw new InvalidOperationException($"unknown macro \"{name}\""),
    };

    private string TimeGroup(string[] arguments)
    {
        var group = Group($"extract(epoch from {arguments[0]})", arguments);
        return timescale ? $"time_bucket('{Seconds(interval)}.000s',{arguments[0]})" : group;
    }

    private static string Group(string value, string[] arguments)
    {
        var unit = arguments[1].Trim('\'');
        var seconds = double.Parse(unit[..^1], CultureInfo.InvariantCulture) * unit[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => throw new InvalidOperationException($"error parsing interval {unit}"),
        };
        if (arguments.Length > 2 && arguments[2] is not ("NULL" or "previous")
            && !double.TryParse(arguments[2], CultureInfo.InvariantCulture, out _))
        {
            throw new InvalidOperationException($"error parsing fill value {arguments[2]}");
        }

        var size = seconds.ToString(CultureInfo.InvariantCulture);
        return $"floor({value}/{size})*{size}";
    }

    private static string Quoted(DateTimeOffset time) =>
        $"'{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}'";

    private static string Epoch(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\$(?<a>\w+)|\[\[(?<b>\w+?)(?::(?<fb>\w+))?\]\]|\$\{(?<c>\w+)(?:\.[^:^\}]+)?(?::(?<fc>[^\}]+))?\}", RegexOptions.ECMAScript)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\$([_a-zA-Z0-9]+)\(([^\)]*)\)")]
    private static partial Regex Macro();
}
