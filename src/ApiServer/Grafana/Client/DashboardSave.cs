namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>How saving a dashboard ended.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Message">Why it was not saved; empty when it was.</param>
internal sealed record DashboardSave(DashboardSaveOutcome Outcome, string Message)
{
    public long Id { get; init; }

    /// <summary>As a rule the uid that was sent; see <see cref="DashboardApi.SaveAsync"/> for when it is not.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The version that it has now.</summary>
    public long Version { get; init; }

    /// <summary>The path of its page, such as <c>/d/uid/slug</c>.</summary>
    public string Path { get; init; } = "";
}
