namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Who asks, and what they may do.</summary>
internal sealed record GrafanaCaller(long OrgId, string Role, string Login)
{
    public bool Has(string role) => Rank(Role) >= Rank(role);

    private static int Rank(string role) => role switch { "Admin" => 3, "Editor" => 2, "Viewer" => 1, _ => 0 };
}
