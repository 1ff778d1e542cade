namespace Tricorder.ApiServer.Cli.Events;

/// <summary>Kinds of events, for completion; servers may know others.</summary>
internal static class EventKindNames
{
    public static string[] All { get; } =
    [
        "module-created", "module-updated", "module-deleted", "deploy-requested", "undeploy-requested", "rollback-requested",
        "phase-reached", "instance-failed", "instance-held", "agent-connected", "agent-lost", "agent-terminated", "agent-cordoned",
        "agent-uncordoned", "agent-updated", "agent-forgotten", "token-created", "token-revoked", "call-failed", "call-denied",
        "data-dropped", "retention-set", "grafana-token-rotated", "datasource-created", "datasource-updated", "datasource-deleted",
        "dashboard-created", "dashboard-deleted",
    ];

    /// <summary>As people type it, or as the API writes it.</summary>
    public static string Parse(string text) => text.Replace('-', '_').ToUpperInvariant();
}
