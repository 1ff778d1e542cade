using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>What the file holds: named contexts, and which is used when none is named.</summary>
internal sealed record ConfigFile
{
    public string CurrentContext { get; init; } = "";

    public List<ConfigContext> Contexts { get; init; } = [];

    /// <summary>What is left empty in the file is there and null.</summary>
    public ConfigFile WithoutNulls() => new()
    {
        CurrentContext = CurrentContext ?? "",
        Contexts =
        [
            .. (Contexts ?? []).Where(context => context is not null)
                .Select(context => context with { Name = context.Name ?? "", Server = context.Server ?? "" }),
        ],
    };
}

/// <summary>Reads and writes it without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ConfigFile))]
internal sealed partial class ConfigJson : JsonSerializerContext;
