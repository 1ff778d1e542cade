using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>
/// What callers may do with datasources. Grafana comes first: a row is written once it has accepted the change, and where the row can not
/// be written, the next call for that name finds in Grafana what is left, and takes it over.
/// </summary>
internal sealed class DatasourceManager(
    GrafanaCalls grafana, DatasourceStore store, Tokens.TokenStore identity, StoreWriter writer, EventStore events, TimeProvider clock)
    : IDisposable
{
    // What is here and what is there must not be changed by two at a time.
    private readonly SemaphoreSlim _one = new(1, 1);

    public Task<IReadOnlyList<ManagedDatasource>> ListAsync(CancellationToken cancellationToken) => store.LoadAllAsync(cancellationToken);

    public async Task<ManagedDatasource> GetAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) ?? throw new NotFoundException("datasource", id);

    /// <param name="given">What is wanted.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ManagedDatasource> CreateAsync(
        ManagedDatasource given, Action<WriteUnit, ManagedDatasource> also, Origin origin, CancellationToken cancellationToken)
    {
        DatasourceRules.Check(given);
        using var turn = await LockAsync(cancellationToken);
        var now = StoredTime.Now(clock);
        var id = Guid.CreateVersion7(now).ToString();
        var uidPrefix = $"apiserver-{await identity.ReadIdentityAsync(cancellationToken)}-";
        var wanted = given with { Id = id, Uid = given.Uid.Length > 0 ? given.Uid : uidPrefix + id[^12..], CreateTime = now };
        await writer.WriteAsync(unit => CheckFree(unit, wanted), cancellationToken);
        var accepted = await grafana.AskAsync(async client =>
        {
            try
            {
                return await client.Datasources.CreateAsync(DatasourceModels.Of(wanted, []), cancellationToken);
            }
            catch (GrafanaException e) when (e.Failure == GrafanaFailure.NameExists)
            {
                var others = await client.Datasources.ListAsync(cancellationToken);
                var other = others.FirstOrDefault(other => other.Name == wanted.Name);
                var taker = (other ?? others.FirstOrDefault(other => other.Uid == wanted.Uid))?.Name ?? wanted.Name;
                return other is not null && await IsLeftAsync(other, wanted, uidPrefix, cancellationToken)
                    ? await client.Datasources.UpdateAsync(other, DatasourceModels.Of(wanted, []), cancellationToken)
                    : throw Taken(wanted, taker, "in Grafana, and is not of this server");
            }
        });
        return await StoreAsync(
            wanted with { GrafanaId = accepted.Id, Type = accepted.Type, Uid = accepted.Uid },
            also, origin, EventKinds.DatasourceCreated, "created", cancellationToken);
    }

    /// <param name="id">The datasource.</param>
    /// <param name="change">What it becomes.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ManagedDatasource> UpdateAsync(
        string id,
        Func<ManagedDatasource, ManagedDatasource> change,
        Action<WriteUnit, ManagedDatasource> also,
        Origin origin,
        CancellationToken cancellationToken)
    {
        using var turn = await LockAsync(cancellationToken);
        var current = await ManagedAsync(id, cancellationToken);
        var wanted = change(current);
        DatasourceRules.Check(wanted);
        if (wanted.Uid != current.Uid)
        {
            throw new InvalidArgumentException("datasource.uid", $"can not change; it is '{current.Uid}'");
        }

        await writer.WriteAsync(unit => CheckFree(unit, wanted), cancellationToken);
        var model = DatasourceModels.Of(wanted, []);
        var accepted = await grafana.AskAsync(async client =>
        {
            var there = await client.Datasources.FindAsync(current.Uid, current.Name, cancellationToken);
            return there is null
                ? await client.Datasources.CreateAsync(model, cancellationToken) // Somebody deleted it there.
                : await client.Datasources.UpdateAsync(there, model, cancellationToken);
        });
        return await StoreAsync(
            wanted with { GrafanaId = accepted.Id, Type = accepted.Type }, also,
            origin, EventKinds.DatasourceUpdated, "changed", cancellationToken);
    }

    /// <param name="id">The datasource.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task DeleteAsync(string id, Action<WriteUnit> also, Origin origin, CancellationToken cancellationToken)
    {
        using var turn = await LockAsync(cancellationToken);
        var current = await ManagedAsync(id, cancellationToken);
        await grafana.AskAsync(async client =>
            await client.Datasources.FindAsync(current.Uid, current.Name, cancellationToken) is { } there
            && await client.Datasources.DeleteAsync(there, cancellationToken));
        await writer.WriteAsync(
            unit =>
            {
                store.Delete(unit, id);
                Record(unit, origin, EventKinds.DatasourceDeleted, current, "deleted");
                also(unit);
            },
            cancellationToken);
    }

    /// <summary>Lets Grafana try it.</summary>
    public async Task<DatasourceCheck> CheckAsync(string id, CancellationToken cancellationToken)
    {
        var datasource = await GetAsync(id, cancellationToken);
        return await grafana.AskAsync(async client =>
            await client.Datasources.FindAsync(datasource.Uid, datasource.Name, cancellationToken) is { } there
                ? await client.Datasources.CheckAsync(there, cancellationToken)
                : new DatasourceCheck(false, "Grafana has no such datasource any more."));
    }

    public void Dispose() => _one.Dispose();

    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new AsyncLock(_one);
    }

    /// <summary>
    /// Left in Grafana by a call of this kind that was cut off: its uid is of our making, or it is what the caller wants to the letter.
    /// </summary>
    private async Task<bool> IsLeftAsync(
        GrafanaDatasource there, ManagedDatasource wanted, string uidPrefix, CancellationToken cancellationToken) =>
        (there.Uid.StartsWith(uidPrefix, StringComparison.Ordinal) || there.IsLike(DatasourceModels.Of(wanted, [])))
        && (await store.LoadAllAsync(cancellationToken)).All(own => own.Uid != there.Uid);

    private async Task<ManagedDatasource> ManagedAsync(string id, CancellationToken cancellationToken) =>
        await GetAsync(id, cancellationToken) is { Purpose.Length: 0 } own
        ? own
        : throw new FailedPreconditionException(
            "DATASOURCE_CONFIGURED",
            "datasource/" + id,
            "The server keeps this datasource by itself; change it by the configuration (section Grafana).");

    private bool CheckFree(WriteUnit unit, ManagedDatasource wanted) =>
        store.FindTaker(unit, wanted) is { } name ? throw Taken(wanted, name, "of this server") : true;

    private static AlreadyExistsException Taken(ManagedDatasource wanted, string name, string where) => name == wanted.Name
        ? new("datasource", name, $" It is {where}: use another name, or delete that one.")
        : new("datasource", name, $" It is {where}, and has the uid '{wanted.Uid}': use another uid, or delete that one.");

    private Task<ManagedDatasource> StoreAsync(
        ManagedDatasource datasource, Action<WriteUnit, ManagedDatasource> also, Origin origin,
        string kind, string what, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            unit =>
            {
                CheckFree(unit, datasource);
                store.Put(unit, datasource);
                Record(unit, origin, kind, datasource, what);
                also(unit, datasource);
                return datasource;
            },
            cancellationToken);

    private void Record(WriteUnit unit, Origin origin, string kind, ManagedDatasource datasource, string what) => events.Append(
        unit, new NewEvent
        {
            Kind = kind,
            Origin = origin,
            Target = "datasource/" + datasource.Id,
            Message = $"Datasource {datasource.Name} was {what}.",
            Parameters = EventParameters.Of(("name", datasource.Name)),
        });
}
