using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Modules;

/// <summary>How this room writes JSON into the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(ApiEnumConverter<ProgramFormat>), typeof(ApiEnumConverter<ProgramLanguage>), typeof(ApiEnumConverter<ProbeType>),
        typeof(ApiEnumConverter<WasmEncoding>), typeof(ApiEnumConverter<FieldType>),
    ])]
[JsonSerializable(typeof(StoredDefinition))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<OutputField>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class ModulesJson : JsonSerializerContext;
