using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Agents;

/// <summary>
/// Agents that come with a token of their Kubernetes service account, which Kubernetes knows the pod and the node of. What it said is
/// believed for a while, so that a fleet that reconnects does not ask for each agent again, and goes on while Kubernetes is away. It is
/// asked only about tokens that it has signed for agents: what anybody can make up waits for no turn, and is in the way of nobody. A token
/// ends with its pod: what is remembered of it is forgotten at once, and Kubernetes,
/// which remembers too, is not believed about it any more.
/// </summary>
internal sealed class ServiceAccounts(ITokenReviewer reviewer, IOptions<AgentIdentityOptions> options, TimeProvider clock) : IDisposable
{
    private const int ReviewsAtOnce = 16;
    private const int MaxRemembered = 50_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    // As long as a review that was asked for before may be remembered, here and by Kubernetes.
    private static readonly TimeSpan GoneFor = RememberedFor + TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _gonePods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _refused = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _locks = new(ReviewsAtOnce);

    private UnauthenticatedException NotValid => new(
        "SERVICE_ACCOUNT_TOKEN_NOT_VALID",
        $"Kubernetes says that the token is not valid for the audience '{options.Value.AgentAudience}'.");

    private string Expected => "system:serviceaccount:" + options.Value.AgentServiceAccount.Replace('/', ':');

    public bool IsOn => options.Value.AgentServiceAccount.Length > 0;

    /// <exception cref="DomainException">The token is no agent's, or Kubernetes does not say.</exception>
    public async Task<Caller> AuthenticateAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_known.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
        {
            return NotGone(known.Caller);
        }

        await ThrowIfMadeUpAsync(key, token, cancellationToken);
        await _locks.WaitAsync(cancellationToken);
        try
        {
            if (await reviewer.ReviewAsync(token, options.Value.AgentAudience, cancellationToken) is not { } reviewed)
            {
                Remember(_refused, key, clock.GetUtcNow() + RefusedFor);
                throw NotValid;
            }

            var caller = NotGone(ToCaller(reviewed));
            Remember(_known, key, (caller, clock.GetUtcNow() + RememberedFor));
            return caller;
        }
        finally
        {
            _locks.Release();
        }
    }

    /// <summary>These pods were deleted: their tokens are not good any more.</summary>
    public void PodsAreGone(IReadOnlyCollection<string> podUids)
    {
        if (!IsOn || podUids.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (_gonePods.Count + podUids.Count > MaxRemembered)
        {
            Remove(_gonePods, until => until <= now);
        }

        foreach (var uid in podUids.Take(MaxRemembered - _gonePods.Count))
        {
            _gonePods[uid] = now + GoneFor;
        }

        var gone = podUids.ToHashSet();
        Remove(_known, known => gone.Contains(known.Caller.Agent!.PodUid));
    }

    /// <summary>These pods are there, whatever was said before.</summary>
    public void PodsAreThere(IReadOnlyCollection<string> podUids)
    {
        if (_gonePods.IsEmpty)
        {
            return;
        }

        foreach (var uid in podUids)
        {
            _gonePods.TryRemove(uid, out _);
        }
    }

    /// <summary>Kubernetes is asked again about all tokens but those of these pods.</summary>
    public void AskAgainExcept(IReadOnlySet<string> podUids) => Remove(_known, known => !podUids.Contains(known.Caller.Agent!.PodUid));

    public void Dispose() => _locks.Dispose();

    private static void Remove<T>(ConcurrentDictionary<string, T> all, Func<T, bool> isOver)
    {
        foreach (var (key, _) in all.Where(item => isOver(item.Value)))
        {
            all.TryRemove(key, out _);
        }
    }

    private Caller NotGone(Caller caller) =>
        !_gonePods.TryGetValue(caller.Agent!.PodUid, out var until) || until <= clock.GetUtcNow()
            ? caller
            : throw new UnauthenticatedException("SERVICE_ACCOUNT_TOKEN_NOT_VALID", "The pod that the token was made for is deleted.");

    /// <summary>What fails here fails for sure, whatever Kubernetes would say; only a signature makes the rest worth a question.</summary>
    private async Task ThrowIfMadeUpAsync(string key, string token, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((_refused.TryGetValue(key, out var until) && until > now)
            || await reviewer.ReadAsync(token, cancellationToken) is not { IsSigned: not false } claimed
            || claimed.ExpireTime + Skew < now
            || !claimed.Audiences.Contains(options.Value.AgentAudience))
        {
            throw NotValid;
        }

        if (claimed is { IsSigned: true })
        {
            ThrowIfOther(claimed.UserName);
        }
    }

    private void ThrowIfOther(string userName)
    {
        if (userName != Expected)
        {
            throw new PermissionDeniedException(
                "WRONG_SERVICE_ACCOUNT", $"{userName} is not the service account of agents (Security:AgentServiceAccount).");
        }
    }

    private Caller ToCaller(ReviewedToken reviewed)
    {
        ThrowIfOther(reviewed.UserName);
        return reviewed is { NodeName.Length: > 0, PodUid.Length: > 0 }
            ? new Caller(Actors.Agent(reviewed.NodeName), Role.Agent)
            {
                Agent = new AgentIdentity("service-account", reviewed.NodeName) { NodeName = reviewed.NodeName, PodUid = reviewed.PodUid },
            }
            : throw new PermissionDeniedException(
                "TOKEN_NOT_BOUND", "The token is bound to no pod on a node; agents need a projected one.");
    }

    private static void Remember<T>(ConcurrentDictionary<string, T> memory, string key, T what)
    {
        if (memory.Count >= MaxRemembered)
        {
            memory.Clear(); // They are asked about again, which costs time and nothing else.
        }

        memory[key] = what;
    }
}
