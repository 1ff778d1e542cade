using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed record StoredDashboard(long Id, long OrgId, string Uid)
{
    public required JsonObject Model { get; set; }

    public long Version { get; set; }

    /// <summary>Empty for the root.</summary>
    public string FolderUid { get; set; } = "";

    public bool IsProvisioned { get; set; }

    public string UpdatedBy { get; set; } = "";

    public string Message { get; set; } = "";

    public string Title => Model["title"]!.GetValue<string>();

    public string Slug => SlugOf(Title);

    public static string SlugOf(string title) =>
        new string([.. title.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '-')]).Trim('-');
}
