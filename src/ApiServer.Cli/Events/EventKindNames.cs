using System.CommandLine.Parsing;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.Events;

/// <summary>The kinds of events there are; a test compares them with the server's.</summary>
internal static class EventKindNames
{
    public static string[] All { get; } =
    [
        "module-created", "module-updated", "module-deleted", "deploy-requested", "undeploy-requested", "rollback-requested",
        "phase-reached", "instance-failed", "instance-held", "agent-connected", "agent-lost", "agent-terminated", "agent-cordoned",
        "agent-uncordoned", "agent-updated", "agent-id-shared", "agent-forgotten", "token-created", "token-revoked", "signed-in",
        "signed-out", "session-ended", "call-failed", "call-denied", "data-dropped", "retention-set", "grafana-token-rotated",
        "datasource-created", "datasource-updated", "datasource-deleted", "dashboard-created", "dashboard-deleted",
    ];

    /// <summary>As people type it, or as the API writes it; a filter for what there is not would find nothing for ever.</summary>
    public static string? Parse(ArgumentResult result)
    {
        var kind = result.Text().Replace('_', '-').ToLowerInvariant();
        if (All.Contains(kind))
        {
            return kind.Replace('-', '_').ToUpperInvariant();
        }

        return result.Wrong<string>(Spelling.Nearest(kind, All) is { } near
            ? $"is no kind of event; did you mean {near}?"
            : $"is none of {string.Join(", ", All)}");
    }
}
