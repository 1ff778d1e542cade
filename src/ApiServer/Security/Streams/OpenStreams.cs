using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Streams;

/// <summary>The streams that are open, by the token they live by: they end with it.</summary>
internal sealed class OpenStreams(TokenDirectory tokens, TimeProvider clock)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, HashSet<StreamLease>> _byToken = new(StringComparer.Ordinal);

    /// <summary>A stream of this caller begins; dispose the lease when it is over.</summary>
    public StreamLease Enter(Caller caller)
    {
        // An agent's stream lasts: what it proved when it came is not taken back by a date.
        var lease = new StreamLease(this, caller.TokenId, caller.Agent is null ? caller.ExpireTime : null, clock);
        if (caller.TokenId.Length == 0)
        {
            return lease;
        }

        lock (_sync)
        {
            if (!_byToken.TryGetValue(caller.TokenId, out var leases))
            {
                _byToken[caller.TokenId] = leases = [];
            }

            leases.Add(lease);
        }

        // Revoked between the call's authentication and here.
        if (tokens.Find(caller.TokenId) is { RevokeTime: not null } token)
        {
            lease.End(TokenAuthenticator.Revoked(token));
        }

        return lease;
    }

    /// <summary>Ends all streams of a token. Cheap enough for after a commit.</summary>
    public void End(string tokenId, DomainException why)
    {
        List<StreamLease> ending;
        lock (_sync)
        {
            ending = [.. _byToken.GetValueOrDefault(tokenId, [])];
        }

        foreach (var lease in ending)
        {
            lease.End(why);
        }
    }

    internal void Leave(StreamLease lease)
    {
        lock (_sync)
        {
            if (_byToken.TryGetValue(lease.TokenId, out var leases) && leases.Remove(lease) && leases.Count == 0)
            {
                _byToken.Remove(lease.TokenId);
            }
        }
    }
}
