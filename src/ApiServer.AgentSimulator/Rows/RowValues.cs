using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>
/// Values as SQL literals: plausible ones, in the shape of a sample row. Keys that the samples write have values that make a picture.
/// </summary>
internal static class RowValues
{
    private static readonly string[] Commands = ["curl", "postgres", "nginx", "java", "kubelet", "python3"];
    private static readonly string[] Hosts = ["192.0.2.7", "198.51.100.20", "203.0.113.5"];
    private static readonly string[] Names = ["example.org", "www.example.org", "db.internal.example", "api.example.com"];
    private static readonly int[] Ports = [53, 80, 443, 5432];

    /// <summary>A row, in parentheses.</summary>
    /// <param name="columns">The columns to fill.</param>
    /// <param name="shape">A row of the module's, by column; empty: none is known.</param>
    /// <param name="node">The node that the row comes from.</param>
    public static string Make(IEnumerable<TableColumn> columns, Struct shape, string node) =>
        $"({string.Join(", ", columns.Select(column => Make(column, shape.Fields.GetValueOrDefault(column.Name), node)))})";

    private static string Make(TableColumn column, Value? sample, string node) => column.Type switch
    {
        "json" or "jsonb" => Literal(JsonSerializer.Serialize(sample is null ? Unknown(node) : Like(column.Name, sample))),
        "boolean" => Random.Shared.Next(2) == 0 ? "true" : "false",
        "date" => "current_date",
        "timestamp with time zone" => "now()",
        "text" => Literal(sample is null ? Pick(Commands) : Text(column.Name, sample.StringValue)),
        _ => Random.Shared.Next(1, 100_000).ToString(CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, object> Unknown(string node) => new() { ["node"] = node, ["value"] = Random.Shared.Next(100) };

    private static object? Like(string key, Value sample) => sample.KindCase switch
    {
        Value.KindOneofCase.StructValue =>
            sample.StructValue.Fields.ToDictionary(field => field.Key, field => Like(field.Key, field.Value)),
        Value.KindOneofCase.ListValue => sample.ListValue.Values.Select(value => Like(key, value)).ToList(),
        Value.KindOneofCase.StringValue => Text(key, sample.StringValue),
        Value.KindOneofCase.NumberValue => Number(key, sample.NumberValue),
        Value.KindOneofCase.BoolValue => sample.BoolValue,
        _ => null,
    };

    private static string Text(string key, string sample) => key switch
    {
        "comm" => Pick(Commands),
        "saddr" or "daddr" or "server" => Pick(Hosts),
        "name" or "host" => Pick(Names),
        _ => sample,
    };

    private static double Number(string key, double sample) => key switch
    {
        "pid" or "tid" or "ppid" => Random.Shared.Next(2, 32_768),
        "uid" => Random.Shared.Next(2) * 1000,
        "cpu" => Random.Shared.Next(8),
        "dport" => Ports[Random.Shared.Next(Ports.Length)],
        "result" => Random.Shared.Next(20) == 0 ? -111 : 0,
        _ when key.EndsWith("_ns", StringComparison.Ordinal) => Random.Shared.Next(10_000, 5_000_000),
        _ => sample,
    };

    private static string Pick(string[] from) => from[Random.Shared.Next(from.Length)];

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
