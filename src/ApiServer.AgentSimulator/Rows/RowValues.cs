using System.Globalization;
using System.Text.Json;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>Values as SQL literals: plausible ones, whatever the module. A JSON document has the keys that the samples write.</summary>
internal static class RowValues
{
    private static readonly string[] Commands = ["curl", "postgres", "nginx", "java", "kubelet", "python3"];
    private static readonly string[] Hosts = ["192.0.2.7", "198.51.100.20", "203.0.113.5"];
    private static readonly int[] Ports = [53, 80, 443, 5432];

    public static string Make(string type, string node) => type switch
    {
        "json" or "jsonb" => Literal(Document(node)),
        "boolean" => Random.Shared.Next(2) == 0 ? "true" : "false",
        "date" => "current_date",
        "timestamp with time zone" => "now()",
        "text" => Literal(Pick(Commands)),
        _ => Random.Shared.Next(1, 100_000).ToString(CultureInfo.InvariantCulture),
    };

    private static string Document(string node) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["node"] = node,
        ["pid"] = Random.Shared.Next(2, 32_768),
        ["uid"] = Random.Shared.Next(2) * 1000,
        ["comm"] = Pick(Commands),
        ["daddr"] = Pick(Hosts),
        ["dport"] = Ports[Random.Shared.Next(Ports.Length)],
        ["result"] = Random.Shared.Next(20) == 0 ? -111 : 0,
        ["latency_ns"] = Random.Shared.Next(10_000, 5_000_000),
    });

    private static string Pick(string[] from) => from[Random.Shared.Next(from.Length)];

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
