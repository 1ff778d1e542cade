namespace Tricorder.ApiServer.Security;

/// <summary>Section <c>Security</c>: who is asked who they are.</summary>
internal sealed record SecurityOptions
{
    public const string Section = "Security";

    /// <summary>
    /// Whether callers must say who they are on loopback too. Null: only where something is configured that makes no sense otherwise.
    /// Off loopback they always must.
    /// </summary>
    public bool? RequireAuth { get; init; }
}
