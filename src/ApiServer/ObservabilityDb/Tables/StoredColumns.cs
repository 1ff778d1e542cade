using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

internal sealed record StoredColumn(string Name, string Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IEnumerable<StoredColumn>))]
[JsonSerializable(typeof(StoredColumn[]))]
internal sealed partial class StoredColumns : JsonSerializerContext
{
    public static StoredColumns Types => Default;
}
