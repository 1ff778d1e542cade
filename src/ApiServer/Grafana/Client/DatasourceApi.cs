using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/datasources</c>, by uid, and by id where versions know nothing else.</summary>
internal sealed class DatasourceApi(GrafanaSession session)
{
    private const string Path = "api/datasources";

    public async Task<IReadOnlyList<GrafanaDatasource>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await session.GetAsync(Path, cancellationToken)).AsArray().OfType<JsonObject>().Select(GrafanaDatasource.Of)];

    /// <summary>The one of this uid. The name identifies it only where a version does not tell uids.</summary>
    public async Task<GrafanaDatasource?> FindAsync(string uid, string name, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        if (features.HasDatasourcesByUid)
        {
            var answer = await session.FindAsync($"{Path}/uid/{Uri.EscapeDataString(uid)}", cancellationToken);
            return answer is null ? null : Read(answer, answer.AsObject(), uid);
        }

        var listed = (await ListAsync(cancellationToken)).FirstOrDefault(one => one.Uid.Length > 0 ? one.Uid == uid : one.Name == name);
        return listed is not null && await session.FindAsync($"{Path}/{listed.Id}", cancellationToken) is { } found
            ? Read(found, found.AsObject(), uid)
            : null;
    }

    public async Task<GrafanaDatasource> CreateAsync(DatasourceModel model, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        return Changed(await session.PostAsync(Path, Body(model, features, current: null), cancellationToken), model.Uid);
    }

    /// <summary>
    /// Makes it what it should be; what <paramref name="model"/> does not speak of stays, and so does its uid, which cannot change.
    /// </summary>
    public async Task<GrafanaDatasource> UpdateAsync(GrafanaDatasource current, DatasourceModel model, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        return Changed(await session.PutAsync(PathOf(current, features), Body(model, features, current), cancellationToken), current.Uid);
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> DeleteAsync(GrafanaDatasource datasource, CancellationToken cancellationToken) =>
        await session.DeleteAsync(PathOf(datasource, await session.FeaturesAsync(cancellationToken)), cancellationToken);

    /// <summary>Lets Grafana try it.</summary>
    public async Task<DatasourceCheck> CheckAsync(GrafanaDatasource datasource, CancellationToken cancellationToken) =>
        await DatasourceProbe.RunAsync(session, await session.FeaturesAsync(cancellationToken), datasource, cancellationToken);

    private static string PathOf(GrafanaDatasource datasource, GrafanaFeatures features) =>
        features.HasDatasourcesByUid ? $"{Path}/uid/{Uri.EscapeDataString(datasource.Uid)}" : $"{Path}/{datasource.Id}";

    private static JsonObject Body(DatasourceModel model, GrafanaFeatures features, GrafanaDatasource? current)
    {
        var settings = current is null ? [] : current.JsonData.DeepClone().AsObject();
        foreach (var (name, value) in model.JsonData)
        {
            settings[name] = value?.DeepClone();
        }

        // Old versions read it at the top, new ones here.
        if (model.Database.Length > 0)
        {
            settings["database"] = model.Database;
        }

        var body = new JsonObject
        {
            ["uid"] = current?.Uid ?? model.Uid,
            ["name"] = model.Name,
            ["type"] = features.TypeFor(model.Type),
            ["access"] = "proxy",
            ["url"] = model.Url,
            ["user"] = model.User,
            ["database"] = model.Database,
            ["isDefault"] = current?.IsDefault ?? false,
            ["jsonData"] = settings,
        };
        if (model.Password is { } password)
        {
            body["secureJsonData"] = new JsonObject { ["password"] = password };
        }

        if (current is { Version: > 0 })
        {
            body["version"] = current.Version;
        }

        return body;
    }

    private static GrafanaDatasource Changed(GrafanaAnswer answer, string uid) => Read(answer, answer.AsObject().Object("datasource"), uid);

    private static GrafanaDatasource Read(GrafanaAnswer answer, JsonObject node, string uid)
    {
        var datasource = GrafanaDatasource.Of(node);
        return datasource switch
        {
            { Id: 0 } or { Name: "" } => throw GrafanaFailures.NotGrafana(answer),
            { Uid: "" } => datasource with { Uid = uid },
            _ => datasource,
        };
    }
}

/// <summary>Whether Grafana can read from a datasource, and what it says about it.</summary>
internal sealed record DatasourceCheck(bool IsOk, string Message);
