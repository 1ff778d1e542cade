using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Modules;

/// <summary>
/// Enums are stored under the names that the API gives them (<c>PROBE_TYPE_KPROBE</c>), so that what is in the file reads like what
/// the API answers.
/// </summary>
internal sealed class ApiEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names = Enum.GetValues<T>().ToFrozenDictionary(value => value, NameOf);
    private static readonly FrozenDictionary<string, T> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Values.TryGetValue(reader.GetString() ?? "", out var value) ? value : throw new JsonException($"Not a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Names[value]);

    private static string NameOf(T value) =>
        $"{JsonNamingPolicy.SnakeCaseUpper.ConvertName(typeof(T).Name)}_{JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString())}";
}
