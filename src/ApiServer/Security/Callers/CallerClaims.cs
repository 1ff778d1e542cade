using System.Globalization;
using System.Security.Claims;

namespace Tricorder.ApiServer.Security.Callers;

/// <summary>
/// Callers as claims: whatever proves who calls (token, JWT, session, certificate) says it in these, and only here are they read.
/// </summary>
internal static class CallerClaims
{
    private const string Actor = "actor";
    private const string RoleName = "role";
    private const string Token = "token";
    private const string Session = "session";
    private const string Expires = "expires";
    private const string AgentKind = "agent.kind";
    private const string AgentSubject = "agent.subject";
    private const string AgentNode = "agent.node";
    private const string AgentPod = "agent.pod";

    public static ClaimsPrincipal ToPrincipal(Caller caller, string scheme) => new(new ClaimsIdentity(Of(caller), scheme, Actor, RoleName));

    public static Caller Read(ClaimsPrincipal principal) => new(Text(principal, Actor), Enum.Parse<Role>(Text(principal, RoleName)))
    {
        TokenId = Text(principal, Token),
        SessionId = Text(principal, Session),
        ExpireTime = Text(principal, Expires) is { Length: > 0 } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) : null,
        Agent = principal.FindFirst(AgentKind) is not { } kind ? null : new AgentIdentity(kind.Value, Text(principal, AgentSubject))
        {
            NodeName = Text(principal, AgentNode),
            PodUid = Text(principal, AgentPod),
            TokenId = Text(principal, Token),
        },
    };

    private static IEnumerable<Claim> Of(Caller caller)
    {
        yield return new Claim(Actor, caller.Actor);
        yield return new Claim(RoleName, caller.Role.ToString());
        if (caller.TokenId.Length > 0)
        {
            yield return new Claim(Token, caller.TokenId);
        }

        if (caller.SessionId.Length > 0)
        {
            yield return new Claim(Session, caller.SessionId);
        }

        if (caller.ExpireTime is { } time)
        {
            yield return new Claim(Expires, time.ToString("O", CultureInfo.InvariantCulture));
        }

        if (caller.Agent is { } agent)
        {
            yield return new Claim(AgentKind, agent.Kind);
            yield return new Claim(AgentSubject, agent.Subject);
            yield return new Claim(AgentNode, agent.NodeName);
            yield return new Claim(AgentPod, agent.PodUid);
        }
    }

    private static string Text(ClaimsPrincipal principal, string type) => principal.FindFirst(type)?.Value ?? "";
}
