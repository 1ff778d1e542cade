using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>What the file holds: named contexts, and which is used when none is named.</summary>
internal sealed record ConfigFile
{
    public string CurrentContext { get; init; } = "";

    public List<ConfigContext> Contexts { get; init; } = [];
}

/// <summary>Reads and writes it without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ConfigFile))]
internal sealed partial class ConfigJson : JsonSerializerContext;
