using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Modules.Preview;

namespace Tricorder.ApiServer.Api;

/// <summary>Previews, domain to protobuf.</summary>
internal static class PreviewMapping
{
    // Beyond it, not every whole number is a double.
    private const long MostExact = 1L << 53;

    public static V1.PreviewModuleResponse ToProto(PreviewResult result)
    {
        var response = new V1.PreviewModuleResponse
        {
            Logs = result.Logs,
            FuelUsed = result.Runs.Sum(run => run.Fuel),
            Error = result.Error,
        };
        response.Rows.Add(result.Rows.Select(ToStruct));
        response.Runs.Add(result.Runs.Select(run => new V1.PreviewRun
        {
            FuelUsed = run.Fuel,
            Duration = Duration.FromTimeSpan(run.Time),
            Error = run.Error,
            Output = UnsafeByteOperations.UnsafeWrap(run.Output),
        }));
        response.GeneratedInput.Add(result.Generated.Select(UnsafeByteOperations.UnsafeWrap));
        response.Findings.Add(result.Findings.Select(FindingMapping.ToProto));
        return response;
    }

    private static Struct ToStruct(JsonObject row)
    {
        var message = new Struct();
        foreach (var (name, value) in row)
        {
            message.Fields[name] = ToValue(value);
        }

        return message;
    }

    private static Value ToValue(JsonNode? node) => node switch
    {
        null => Value.ForNull(),
        JsonObject row => Value.ForStruct(ToStruct(row)),
        JsonArray items => Value.ForList([.. items.Select(ToValue)]),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => Value.ForBool(true),
            JsonValueKind.False => Value.ForBool(false),
            JsonValueKind.String => Value.ForString(node.GetValue<string>()),
            _ => ToNumber(node),
        },
    };

    /// <summary>Numbers that a double can not hold exactly are shown as text, as protobuf JSON shows int64.</summary>
    private static Value ToNumber(JsonNode node)
    {
        var text = node.ToJsonString();
        var number = node.AsValue();
        var isExact = number.TryGetValue<long>(out var whole) ? whole is >= -MostExact and <= MostExact : text.AsSpan().ContainsAny('.', 'e', 'E');
        return isExact && number.TryGetValue<double>(out var value) && double.IsFinite(value) ? Value.ForNumber(value) : Value.ForString(text);
    }
}
