using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tricorder.ApiServer.Events.Export;

/// <summary>An event as one line of JSON.</summary>
internal static class EventLine
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(ServerEvent happened) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                sequence = happened.Sequence,
                id = happened.Id,
                time = Storage.StoredTime.Text(happened.Time),
                kind = happened.Kind,
                actor = happened.Origin.Actor,
                method = happened.Origin.Method,
                target = happened.Target,
                outcome = happened.Outcome,
                message = happened.Message,
                change = happened.Change.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(happened.Change) : (JsonElement?)null,
                moduleId = happened.ModuleId,
                agentId = happened.AgentId,
                revision = happened.Revision,
                clientAddress = happened.Origin.ClientAddress,
                userAgent = happened.Origin.UserAgent,
                requestId = happened.Origin.RequestId,
                correlationId = happened.Origin.CorrelationId,
            },
            Options),
        (byte)'\n',
    ];

    /// <summary>The sequence of the event in a line; null = the line is not whole.</summary>
    public static long? SequenceOf(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonElement.ParseValue(ref reader).GetProperty("sequence").GetInt64();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
