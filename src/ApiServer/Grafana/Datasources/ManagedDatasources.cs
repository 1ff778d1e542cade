using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>
/// The datasources that the server keeps by itself: for the observability database, and for PromQL where the configuration names an
/// address. What somebody changes about them in Grafana is set right; one that was there before us, or is provisioned, is used as it is.
/// Ours bear a mark: a stop, or an answer that gets lost, between what Grafana has done and our row must not make one somebody else's.
/// </summary>
internal sealed class ManagedDatasources(
    DatasourceStore store, SchemaStore schema, ObservabilityDatabase database, StoreWriter writer,
    IOptions<GrafanaOptions> options, IOptions<ClusterOptions> cluster, Tokens.TokenStore identity, TimeProvider clock)
{
    // In the settings, which Grafana keeps as they are. Its value is this server's own name.
    private const string Mark = "tricorderServer";

    /// <summary>The datasource for the observability database, as it is in Grafana now.</summary>
    public async Task<GrafanaDatasource> EnsureDatabaseAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var uid = options.Value.DatasourceUid;
        return await EnsureAsync(
            client,
            DatasourcePurpose.Database,
            uid.Length > 0 ? uid : $"tricorder-{await identity.ReadIdentityAsync(cancellationToken)}",
            isOurUid: uid.Length == 0,
            before => DescribeDatabaseAsync(before, cancellationToken),
            cancellationToken);
    }

    /// <summary>The one for PromQL; null where there is none.</summary>
    public async Task<GrafanaDatasource?> EnsurePrometheusAsync(GrafanaClient client, CancellationToken cancellationToken) =>
        options.Value.PrometheusUrl.Length == 0
            ? null
            : await EnsureAsync(
                client, DatasourcePurpose.Prometheus, $"tricorder-prometheus-{await identity.ReadIdentityAsync(cancellationToken)}",
                isOurUid: true,
                _ => Task.FromResult(
                    (Template("Tricorder metrics", "prometheus", options.Value.PrometheusUrl), new JsonObject { ["httpMethod"] = "POST" })),
                cancellationToken);

    /// <summary>Records the tables that there are now as those that the datasource serves.</summary>
    public async Task RecordTablesAsync(CancellationToken cancellationToken)
    {
        var tables = await TableNamesAsync(cancellationToken);
        if (await store.FindForAsync(DatasourcePurpose.Database, cancellationToken) is { } kept && !kept.Tables.SequenceEqual(tables))
        {
            await writer.WriteAsync(
                unit =>
                {
                    store.Put(unit, kept with { Tables = tables });
                    return true;
                },
                cancellationToken);
        }
    }

    private async Task<GrafanaDatasource> EnsureAsync(
        GrafanaClient client, string purpose, string uid, bool isOurUid,
        Func<ManagedDatasource?, Task<(ManagedDatasource Wanted, JsonObject Settings)>> describe, CancellationToken cancellationToken)
    {
        await ForgetOtherAsync(client, purpose, uid, cancellationToken);
        var before = await store.FindForAsync(purpose, cancellationToken);
        var there = await client.Datasources.FindAsync(uid, before?.Name ?? "", cancellationToken);
        var name = await identity.ReadIdentityAsync(cancellationToken);
        var isOurs = before is not null || isOurUid || there?.JsonData.Text(Mark) == name;
        if (there is not null && (there.IsReadOnly || !isOurs))
        {
            return there; // Somebody else's.
        }

        ManagedDatasource wanted;
        JsonObject settings;
        try
        {
            (wanted, settings) = await describe(before);
        }
        catch (UnavailableException) when (there is not null && before is not null)
        {
            return there; // The database is down, which is no reason to leave Grafana alone.
        }

        settings[Mark] = name;
        wanted = wanted with
        {
            Uid = uid,
            Id = before?.Id ?? wanted.Id,
            Name = before?.Name ?? wanted.Name,
            Purpose = purpose,
            CreateTime = before?.CreateTime ?? StoredTime.Now(clock),
        };
        var model = DatasourceModels.Of(wanted, settings);
        var isRight = there is not null && there.IsLike(model) && before?.Password == wanted.Password
            && (wanted.Password!.Length == 0 || there.Secrets.Contains("password"));
        if (!isRight)
        {
            there = await SaveAsync(client, there, model, cancellationToken);
        }

        wanted = wanted with { GrafanaId = there!.Id, Name = there.Name, Type = there.Type };
        if (before is null || !isRight || before.GrafanaId != wanted.GrafanaId || before.Type != wanted.Type
            || !before.Tables.SequenceEqual(wanted.Tables))
        {
            await writer.WriteAsync(
                unit =>
                {
                    store.Put(unit, wanted);
                    return true;
                },
                cancellationToken);
        }

        return there;
    }

    /// <summary>The configuration names another uid by now: the one before goes.</summary>
    private async Task ForgetOtherAsync(GrafanaClient client, string purpose, string uid, CancellationToken cancellationToken)
    {
        if (await store.FindForAsync(purpose, cancellationToken) is not { } old || old.Uid == uid)
        {
            return;
        }

        if (await client.Datasources.FindAsync(old.Uid, old.Name, cancellationToken) is { } there)
        {
            await client.Datasources.DeleteAsync(there, cancellationToken);
        }

        await writer.WriteAsync(
            unit =>
            {
                store.Delete(unit, old.Id);
                return true;
            },
            cancellationToken);
    }

    /// <summary>
    /// Names are unique in Grafana. Where ours is taken, a new one gets this server's own name too,
    /// and one that somebody renamed keeps the name it has.
    /// </summary>
    private async Task<GrafanaDatasource> SaveAsync(
        GrafanaClient client, GrafanaDatasource? there, DatasourceModel model, CancellationToken cancellationToken)
    {
        try
        {
            return await PutAsync(model);
        }
        catch (GrafanaException e) when (e.Failure == GrafanaFailure.NameExists)
        {
            var name = there?.Name ?? $"{model.Name} {await identity.ReadIdentityAsync(cancellationToken)}";
            return await PutAsync(model with { Name = name });
        }

        Task<GrafanaDatasource> PutAsync(DatasourceModel named) => there is null
            ? client.Datasources.CreateAsync(named, cancellationToken)
            : client.Datasources.UpdateAsync(there, named, cancellationToken);
    }

    private async Task<(ManagedDatasource Wanted, JsonObject Settings)> DescribeDatabaseAsync(
        ManagedDatasource? before, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var address = database.Address;
        var features = await DatabaseFeatures.ReadAsync(connection, cancellationToken);
        var (user, password) = await LoginAsync(connection, before, cancellationToken);
        var host = options.Value.DatasourceHost is { Length: > 0 } given ? given : $"{address.Host}:{address.Port}";
        var wanted = Template("Tricorder", GrafanaFeatures.PostgresPlugin, host) with
        {
            User = user,
            Password = password,
            Database = connection.Database,
            Tables = await TableNamesAsync(cancellationToken),
        };
        return (wanted, new JsonObject
        {
            ["sslmode"] = await DatasourceModels.SslModeAsync(connection, address.SslMode, cancellationToken),
            ["postgresVersion"] = (features.Server.Major * 100) + (features.Server.Major < 10 ? features.Server.Minor : 0),
            ["timescaledb"] = features.HasTimescale,
        });
    }

    private async Task<(string User, string Password)> LoginAsync(
        NpgsqlConnection connection, ManagedDatasource? before, CancellationToken cancellationToken)
    {
        if (options.Value.DatasourceUser.Length > 0)
        {
            return (options.Value.DatasourceUser, options.Value.ReadDatasourcePassword());
        }

        var name = $"tricorder_grafana_{await identity.ReadIdentityAsync(cancellationToken)}";
        var isThere = await ReaderLogin.IsThereAsync(connection, name, cancellationToken);
        if (isThere && before is { Password.Length: > 0 } && before.User == name)
        {
            return (name, before.Password);
        }

        // The one that Grafana has, if the login was lost with its database.
        var password = before is { Password.Length: > 0 } && before.User == name ? before.Password : ReaderLogin.NewPassword();
        try
        {
            await ReaderLogin.EnsureAsync(connection, name, password, cancellationToken);
        }
        catch (PostgresException e) when (connection.State == System.Data.ConnectionState.Open)
        {
            throw new FailedPreconditionException(
                "DATASOURCE_USER_NEEDED", "Grafana:DatasourceUser",
                $"The server can not create a login for Grafana ({e.MessageText}): make a user IN ROLE {DatabaseFeatures.ReaderRole}, "
                + "and name it in Grafana:DatasourceUser and Grafana:DatasourcePassword.");
        }

        return (name, password);
    }

    private async Task<IReadOnlyList<string>> TableNamesAsync(CancellationToken cancellationToken) =>
        [.. (await schema.LoadAllAsync(cancellationToken)).Select(table => table.Name).Order(StringComparer.Ordinal)];

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseFailure.IsOne(e))
        {
            throw new UnavailableException(
                "DATABASE_DOWN",
                $"The observability database does not answer: {Redaction.Of(DatabaseFailure.Explain(e).Message)}",
                null,
                e);
        }
    }

    private ManagedDatasource Template(string name, string type, string host) => new()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
        Name = cluster.Value.Name == ClusterOptions.Default ? name : $"{name} ({cluster.Value.Name})",
        Type = type,
        Host = host,
        Uid = "",
    };
}
