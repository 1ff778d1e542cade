using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security;

/// <summary>Who calls, and what they may do.</summary>
internal sealed record Caller(string Actor, Role Role)
{
    /// <summary>Anybody on an endpoint that asks nobody who they are: may do everything, and be an agent.</summary>
    public static readonly Caller Local = new(Actors.Local, Role.Admin) { Agent = AgentIdentity.Unproven };

    /// <summary>The token that this caller lives by; empty = none. Its revocation ends everything the caller has open.</summary>
    public string TokenId { get; init; } = "";

    /// <summary>The session that this caller came with; empty = none. Its end ends everything the caller has open by it.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>When the caller's credentials end; null = never.</summary>
    public DateTimeOffset? ExpireTime { get; init; }

    /// <summary>Which agents the caller may be; null = none.</summary>
    public AgentIdentity? Agent { get; init; }

    /// <summary>The caller of this request, once it was let in.</summary>
    public static Caller Of(HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The call was not let in by the Security room.");

    public bool May(Role needed) => needed == Role.Agent ? Agent is not null : Role != Role.Agent && Role >= needed;
}
