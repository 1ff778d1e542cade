using Google.Protobuf;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Hosting.Answers;

namespace Tricorder.ApiServer.Security.Audit;

/// <summary>Calls without an effect that are on record all the same: those that were refused, and changing ones that failed.</summary>
internal sealed class CallEvents(EventDigest digest) : IRefusalObserver
{
    // The ids that requests of changing calls name their target by, and what they name.
    private static readonly (string Field, string Kind)[] Targets =
    [
        ("module_id", "module"), ("agent_id", "agent"), ("token_id", "token"), ("session_id", "session"), ("datasource_id", "datasource"),
        ("dashboard_id", "dashboard"),
    ];

    public void Refused(HttpContext context, DomainException why) => digest.Add(new NewEvent
    {
        Kind = EventKinds.CallDenied,
        Outcome = EventOutcomes.Denied,
        Origin = CallOrigin.Of(context, ""),
        Message = $"{why.Reason}: {why.Message}",
        Parameters = EventParameters.Of(("reason", why.Reason), ("error", why.Message)),
        Change = new ChangeText().Value("reason", null, why.Reason).ToString(),
    });

    public void Failed(HttpContext context, object? request, Exception why) => digest.Add(new NewEvent
    {
        Kind = EventKinds.CallFailed,
        Outcome = EventOutcomes.Failed,
        Origin = CallOrigin.Of(context, Text(request, "request_id")),
        Target = TargetOf(request),

        // What is not foreseen may say anything; the log has it under the correlation id.
        Message = why is DomainException known ? $"{known.Reason}: {known.Message}" : "INTERNAL: see the server's log.",
        Change = new ChangeText().Value("reason", null, (why as DomainException)?.Reason ?? "INTERNAL").ToString(),
        Parameters = EventParameters.Of(
            ("reason", (why as DomainException)?.Reason ?? "INTERNAL"),
            ("error", why is DomainException said ? said.Message : "See the server's log.")),
    });

    private static string TargetOf(object? request) =>
        Targets.Select(target => (target.Kind, Id: Text(request, target.Field)))
            .FirstOrDefault(target => target.Id.Length > 0) is { Id: not null } found
            ? $"{found.Kind}/{found.Id}" : "";

    private static string Text(object? request, string field) =>
        request is IMessage message && message.Descriptor.FindFieldByName(field) is { } known
            ? known.Accessor.GetValue(message) as string ?? ""
            : "";
}
