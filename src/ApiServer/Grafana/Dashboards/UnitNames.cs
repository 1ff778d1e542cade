namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Grafana's unit for a number, where its name says it as names of metrics do.</summary>
internal static class UnitNames
{
    private static readonly (string Suffix, string Unit)[] Suffixes =
    [
        ("_ns", "ns"), ("_nanoseconds", "ns"), ("_us", "µs"), ("_microseconds", "µs"), ("_ms", "ms"), ("_milliseconds", "ms"),
        ("_s", "s"), ("_seconds", "s"), ("_bytes", "bytes"), ("_percent", "percent"),
    ];

    public static string Of(string name) =>
        Array.Find(Suffixes, pair => name.EndsWith(pair.Suffix, StringComparison.OrdinalIgnoreCase)).Unit ?? "";
}
