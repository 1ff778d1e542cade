using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// What is known of a module's JSON columns. It only grows, so a dashboard does not change with each sample; and it is bounded, so a
/// program that invents names does not fill Grafana.
/// </summary>
internal static class SampledFields
{
    public const int Max = 100;

    /// <summary>What was known, in its order, then what is new.</summary>
    public static IReadOnlyList<SampledField> Merge(IReadOnlyList<SampledField> known, IReadOnlyList<SampledField> found)
    {
        var merged = new List<SampledField>(known);
        foreach (var field in found)
        {
            var index = merged.FindIndex(field.IsSame);
            if (index >= 0)
            {
                merged[index] = merged[index] with
                {
                    Types = merged[index].Types | field.Types,
                    IsCategory = merged[index].IsCategory || field.IsCategory,
                };
            }
            else if (merged.Count < Max)
            {
                merged.Add(field);
            }
        }

        return merged;
    }

    public static string Write(IReadOnlyList<SampledField> fields) =>
        JsonSerializer.Serialize([.. fields], SampledFieldsJson.Default.SampledFieldArray);

    public static IReadOnlyList<SampledField> Read(string json) =>
        JsonSerializer.Deserialize(json, SampledFieldsJson.Default.SampledFieldArray) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SampledField[]))]
internal sealed partial class SampledFieldsJson : JsonSerializerContext;
