using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary><c>/api/folders</c>.</summary>
internal sealed class FolderApi(GrafanaSession session)
{
    private const string Path = "api/folders";
    private const int PageSize = 1000;

    public async Task<GrafanaFolder?> FindAsync(string uid, CancellationToken cancellationToken) =>
        await session.FindAsync($"{Path}/{Uri.EscapeDataString(uid)}", cancellationToken) is { } answer ? Read(answer) : null;

    /// <summary>The folder of this uid; made if there is none. Where names are unique and another one has it, that one is used.</summary>
    public async Task<GrafanaFolder> EnsureAsync(string uid, string title, CancellationToken cancellationToken)
    {
        if (await FindAsync(uid, cancellationToken) is { } there)
        {
            return there;
        }

        try
        {
            return Read(await session.PostAsync(Path, new JsonObject { ["uid"] = uid, ["title"] = title }, cancellationToken));
        }
        catch (GrafanaException e) when (e.Failure is GrafanaFailure.NameExists or GrafanaFailure.VersionMismatch)
        {
            // Somebody made it just now, which some versions call a version mismatch; or has one of this name.
            if ((await FindAsync(uid, cancellationToken) ?? await FindByTitleAsync(title, cancellationToken)) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    /// <summary>Together with the dashboards in it.</summary>
    public Task<bool> DeleteAsync(string uid, CancellationToken cancellationToken) =>
        session.DeleteAsync($"{Path}/{Uri.EscapeDataString(uid)}", cancellationToken);

    private async Task<GrafanaFolder?> FindByTitleAsync(string title, CancellationToken cancellationToken)
    {
        var all = (await session.GetAsync($"{Path}?limit={PageSize}", cancellationToken)).AsArray();
        return all.OfType<JsonObject>().Select(GrafanaFolder.Of)
            .FirstOrDefault(folder => string.Equals(folder.Title, title, StringComparison.OrdinalIgnoreCase));
    }

    private static GrafanaFolder Read(GrafanaAnswer answer)
    {
        var folder = GrafanaFolder.Of(answer.AsObject());
        return folder.Uid.Length > 0 ? folder : throw GrafanaFailures.NotGrafana(answer);
    }
}

/// <param name="Id">Before 8.0 the only way to name it when a dashboard is saved.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Title">Its title.</param>
internal sealed record GrafanaFolder(long Id, string Uid, string Title)
{
    public static GrafanaFolder Of(JsonNode node) => new(node.Number("id"), node.Text("uid"), node.Text("title"));
}
