using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A datasource as Grafana has it; passwords are never in it.</summary>
internal sealed record GrafanaDatasource(long Id, string Uid, string Name, string Type, string Url)
{
    public string User { get; init; } = "";

    public string Database { get; init; } = "";

    public bool IsDefault { get; init; }

    /// <summary>Grafana's own configuration provides it.</summary>
    public bool IsReadOnly { get; init; }

    public long Version { get; init; }

    public JsonObject JsonData { get; init; } = [];

    /// <summary>The secrets that it has a value for.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public static GrafanaDatasource Of(JsonNode node)
    {
        var settings = node.Object("jsonData").DeepClone().AsObject();
        return new GrafanaDatasource(node.Number("id"), node.Text("uid"), node.Text("name"), node.Text("type"), node.Text("url"))
        {
            User = node.Text("user"),

            // Where it is kept has changed.
            Database = settings.Text("database") is { Length: > 0 } database ? database : node.Text("database"),
            IsDefault = node.Flag("isDefault"),
            IsReadOnly = node.Flag("readOnly"),
            Version = node.Number("version"),
            JsonData = settings,
            Secrets = [.. node.Object("secureJsonFields").Select(field => field.Key)],
        };
    }

    /// <summary>Whether it is as it should be, as far as can be seen: passwords cannot.</summary>
    public bool IsLike(DatasourceModel model) =>
        Uid == model.Uid && Name == model.Name && Url == model.Url && User == model.User && Database == model.Database
        && GrafanaFeatures.IsSameType(Type, model.Type)
        && model.JsonData.All(setting => JsonNode.DeepEquals(JsonData[setting.Key], setting.Value));
}
