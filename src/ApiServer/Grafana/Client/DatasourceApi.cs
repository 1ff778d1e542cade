using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/datasources</c>, by uid, and by id where versions know nothing else.</summary>
internal sealed class DatasourceApi(GrafanaSession session)
{
    private const string Path = "api/datasources";

    public async Task<IReadOnlyList<GrafanaDatasource>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await session.GetAsync(Path, cancellationToken)).AsArray().OfType<JsonObject>().Select(GrafanaDatasource.Of)];

    public async Task<GrafanaDatasource?> FindAsync(string uid, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        if (!features.HasDatasourcesByUid)
        {
            var listed = (await ListAsync(cancellationToken)).FirstOrDefault(datasource => datasource.Uid == uid);
            return listed is null ? null : await ReadAsync($"{Path}/{listed.Id}", cancellationToken);
        }

        return await ReadAsync($"{Path}/uid/{uid}", cancellationToken);
    }

    public async Task<GrafanaDatasource> CreateAsync(DatasourceModel model, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        return Changed(await session.PostAsync(Path, Body(model, features, current: null), cancellationToken));
    }

    /// <summary>Makes it what it should be; what <paramref name="model"/> does not speak of stays.</summary>
    public async Task<GrafanaDatasource> UpdateAsync(GrafanaDatasource current, DatasourceModel model, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        return Changed(await session.PutAsync(PathOf(current, features), Body(model, features, current), cancellationToken));
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken)
    {
        var features = await session.FeaturesAsync(cancellationToken);
        if (features.HasDatasourcesByUid)
        {
            return await session.DeleteAsync($"{Path}/uid/{uid}", cancellationToken);
        }

        return await FindAsync(uid, cancellationToken) is { } datasource && await session.DeleteAsync($"{Path}/{datasource.Id}", cancellationToken);
    }

    /// <summary>Lets Grafana try it.</summary>
    public async Task<DatasourceCheck> CheckAsync(GrafanaDatasource datasource, CancellationToken cancellationToken) =>
        await DatasourceProbe.RunAsync(session, await session.FeaturesAsync(cancellationToken), datasource, cancellationToken);

    private static string PathOf(GrafanaDatasource datasource, GrafanaFeatures features) =>
        features.HasDatasourcesByUid ? $"{Path}/uid/{datasource.Uid}" : $"{Path}/{datasource.Id}";

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
            ["uid"] = model.Uid,
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

    private static GrafanaDatasource Changed(GrafanaAnswer answer)
    {
        var datasource = GrafanaDatasource.Of(answer.AsObject().Object("datasource"));
        return datasource.Uid.Length > 0 ? datasource : throw GrafanaFailures.NotGrafana(answer);
    }

    private async Task<GrafanaDatasource?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (await session.FindAsync(path, cancellationToken) is not { } answer)
        {
            return null;
        }

        var datasource = GrafanaDatasource.Of(answer.AsObject());
        return datasource.Uid.Length > 0 ? datasource : throw GrafanaFailures.NotGrafana(answer);
    }
}
