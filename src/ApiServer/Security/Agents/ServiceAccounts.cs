using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>
/// Agents that come with a token of their Kubernetes service account, which Kubernetes knows the pod and the node of. What it said is
/// believed for a while, so that a fleet that reconnects does not ask for each agent again, and goes on while Kubernetes is away.
/// </summary>
internal sealed class ServiceAccounts(ITokenReviewer reviewer, IOptions<AgentIdentityOptions> options, TimeProvider clock) : IDisposable
{
    private const int ReviewsAtOnce = 16;
    private const int MostRemembered = 50_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(ReviewsAtOnce);

    public bool IsOn => options.Value.AgentServiceAccount.Length > 0;

    /// <exception cref="DomainException">The token is no agent's, or Kubernetes does not say.</exception>
    public async Task<Caller> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_known.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Caller;
        }

        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var caller = ToCaller(await reviewer.ReviewAsync(token, options.Value.AgentAudience, cancellationToken).ConfigureAwait(false));
            Remember(key, caller);
            return caller;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private Caller ToCaller(ReviewedToken? reviewed)
    {
        if (reviewed is null)
        {
            throw new UnauthenticatedException(
                "SERVICE_ACCOUNT_TOKEN_NOT_VALID", $"Kubernetes says that the token is not valid for the audience '{options.Value.AgentAudience}'.");
        }

        var expected = "system:serviceaccount:" + options.Value.AgentServiceAccount.Replace('/', ':');
        if (reviewed.UserName != expected)
        {
            throw new PermissionDeniedException("WRONG_SERVICE_ACCOUNT", $"{reviewed.UserName} is not the service account of agents (Security:AgentServiceAccount).");
        }

        return reviewed is { NodeName.Length: > 0, PodUid.Length: > 0 }
            ? new Caller(Actors.Agent(reviewed.NodeName), Role.Agent)
            {
                Agent = new AgentIdentity("service-account", reviewed.NodeName) { NodeName = reviewed.NodeName, PodUid = reviewed.PodUid },
            }
            : throw new PermissionDeniedException("TOKEN_NOT_BOUND", "The token is bound to no pod on a node; agents need a projected one.");
    }

    private void Remember(string key, Caller caller)
    {
        if (_known.Count >= MostRemembered)
        {
            _known.Clear(); // They are asked about again, which costs time and nothing else.
        }

        _known[key] = (caller, clock.GetUtcNow() + RememberedFor);
    }
}
