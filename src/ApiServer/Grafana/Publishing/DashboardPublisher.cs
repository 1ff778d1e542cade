using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>
/// Brings one dashboard in Grafana to what it should be. It looks at what is there first: what somebody changed is never overwritten, what
/// somebody deleted stays away until the next deploy, and what is right is not written again.
/// </summary>
internal sealed class DashboardPublisher(DashboardStore store, StoreWriter writer, GrafanaMetrics metrics, TimeProvider clock) : IDisposable
{
    // Callers and the reconciler may want the same dashboard.
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <param name="client">Grafana.</param>
    /// <param name="folder">Where new ones go.</param>
    /// <param name="wish">What it should be.</param>
    /// <param name="bringBack">Makes it also where somebody deleted it.</param>
    /// <param name="overwrite">Also where somebody edited it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The dashboard as it is now; its state says whether it is as wished.</returns>
    public async Task<PublishedDashboard> PublishAsync(
        GrafanaClient client, GrafanaFolder folder, DesiredDashboard wish,
        bool bringBack, bool overwrite, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var known = await store.FindByUidAsync(wish.Uid, cancellationToken);
            var there = await client.Dashboards.FindAsync(wish.Uid, cancellationToken);
            var now = await BringAsync(client, folder, wish, known, there, bringBack, overwrite, cancellationToken);
            if (now != known)
            {
                await writer.WriteAsync(
                    unit =>
                    {
                        store.Put(unit, now);
                        return true;
                    },
                    cancellationToken);
            }

            return now;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Deletes it in Grafana, unless somebody edited it there and <paramref name="insist"/> is not set. It is none of ours then.
    /// </summary>
    public async Task RemoveAsync(GrafanaClient client, PublishedDashboard dashboard, bool insist, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var there = await client.Dashboards.FindAsync(dashboard.Uid, cancellationToken);
            if (there is not null && (insist || !IsEdited(dashboard, there, dashboard.ContentHash)))
            {
                metrics.Wrote("dashboard_delete");
                await client.Dashboards.DeleteAsync(dashboard.Uid, cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<PublishedDashboard> BringAsync(
        GrafanaClient client, GrafanaFolder folder, DesiredDashboard wish, PublishedDashboard? known, GrafanaDashboard? there,
        bool bringBack,
        bool overwrite, CancellationToken cancellationToken)
    {
        var hash = ContentHash.Of(wish.Model);
        if (there is null)
        {
            if (bringBack || known is null || known.Generation < wish.Generation)
            {
                return await SaveAsync(client, folder, wish, known, 0, hash, cancellationToken);
            }

            // Without its folder it was not deleted: Grafana is another one.
            return await client.Folders.FindAsync(folder.Uid, cancellationToken) is not null
                ? known with { State = DashboardState.Deleted }
                : throw new GrafanaException(GrafanaFailure.Unreachable, "Grafana has lost our folder: all is made again.");
        }

        if (!overwrite && IsEdited(known, there, hash))
        {
            return (known ?? New(wish)) with
            {
                State = DashboardState.Edited,
                Version = there.Version,
                GrafanaId = there.Id,
                Generation = wish.Generation,
            };
        }

        // The version that is known of an edited one is not ours.
        var isLastWritten = known is { State: not DashboardState.Edited } && there.Version == known.Version;
        if (known?.ContentHash == hash && (isLastWritten || ContentHash.Of(there.Model) == hash))
        {
            return known with
            {
                State = DashboardState.Ours,
                Version = there.Version,
                GrafanaId = there.Id,
                Generation = wish.Generation,
                Fields = wish.Fields,
            };
        }

        // Where somebody moved it to, it stays; without a folder it is in the root.
        var place = new GrafanaFolder(there.FolderId, there.FolderUid, "");
        return await SaveAsync(client, place, wish, known, there.Version, hash, cancellationToken);
    }

    /// <summary>
    /// It is ours if it is the version that we know, or has content that we wrote or were about to write: answers get lost, and Grafana is
    /// restored from backups.
    /// </summary>
    private static bool IsEdited(PublishedDashboard? known, GrafanaDashboard there, string hash) => known switch
    {
        null => ContentHash.Of(there.Model) != hash, // Ours, written just before a crash; or nobody knows whose.
        { State: DashboardState.Edited } => true,
        _ => (there.Version != known.Version || there.Id != known.GrafanaId) && !known.HasWritten(ContentHash.Of(there.Model)),
    };

    private async Task<PublishedDashboard> SaveAsync(
        GrafanaClient client, GrafanaFolder folder, DesiredDashboard wish,
        PublishedDashboard? known, long version, string hash, CancellationToken cancellationToken)
    {
        if (known is not null)
        {
            known = known.Writing(hash);
            await writer.WriteAsync(
                unit =>
                {
                    store.Put(unit, known);
                    return true;
                },
                cancellationToken);
        }

        var model = wish.Model.DeepClone().AsObject();
        model["version"] = version;
        metrics.Wrote("dashboard");
        var saved = await client.Dashboards.SaveAsync(model, folder, overwrite: false, "Written by API Server", cancellationToken);
        if (saved.Outcome == DashboardSaveOutcome.NameExists)
        {
            // Older versions want each title once in a folder.
            model["title"] = $"{wish.Title} ({wish.Uid[^6..]})";
            saved = await client.Dashboards.SaveAsync(model, folder, overwrite: false, "Written by API Server", cancellationToken);
        }

        return saved.Outcome switch
        {
            DashboardSaveOutcome.Saved => (known ?? New(wish)) with
            {
                Name = (string?)model["title"] ?? "",
                GrafanaId = saved.Id,
                Version = saved.Version,
                Path = saved.Path,
                State = DashboardState.Ours,
                ContentHash = hash,
                Written = (known ?? New(wish)).Writing(hash).Written,
                Generation = wish.Generation,
                Fields = wish.Fields,
            },
            DashboardSaveOutcome.Provisioned => (known ?? New(wish)) with { State = DashboardState.Edited, Generation = wish.Generation },
            DashboardSaveOutcome.VersionMismatch =>
                throw new GrafanaException(GrafanaFailure.VersionMismatch, "Somebody saved the dashboard just now; it is looked at again."),
            _ => throw new GrafanaException(GrafanaFailure.NameExists, saved.Message),
        };
    }

    private PublishedDashboard New(DesiredDashboard wish)
    {
        var now = StoredTime.Now(clock);
        return new PublishedDashboard
        {
            Id = Guid.CreateVersion7(now).ToString(),
            ModuleId = wish.ModuleId,
            Name = wish.Title,
            Uid = wish.Uid,
            CreateTime = now,
        };
    }
}
