namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed record GrafanaAccount(long Id, long OrgId, string Name)
{
    public string Role { get; set; } = "Viewer";

    public bool IsDisabled { get; set; }

    public string Login => "sa-" + Name.ToLowerInvariant().Replace(' ', '-');
}
