using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Streams;

/// <summary>The streams that are open, by the token and the session they live by: they end with either.</summary>
internal sealed class OpenStreams(TokenDirectory tokens, SessionDirectory sessions, TimeProvider clock)
{
    private readonly Lock _sync = new();
    private readonly Dictionary<string, HashSet<StreamLease>> _byCredential = new(StringComparer.Ordinal);

    /// <summary>A stream of this caller begins; dispose the lease when it is over.</summary>
    public StreamLease Enter(Caller caller)
    {
        // An agent's stream lasts: what it proved when it came is not taken back by a date.
        string[] credentials = [.. new[] { caller.TokenId, caller.SessionId }.Where(id => id.Length > 0)];
        var lease = new StreamLease(this, credentials, caller.Agent is null ? caller.ExpireTime : null, clock);
        lock (_sync)
        {
            foreach (var id in credentials)
            {
                if (!_byCredential.TryGetValue(id, out var leases))
                {
                    _byCredential[id] = leases = [];
                }

                leases.Add(lease);
            }
        }

        // Ended between the call's authentication and here.
        if (caller.TokenId.Length > 0 && tokens.Find(caller.TokenId) is { RevokeTime: not null } token)
        {
            lease.End(TokenAuthenticator.Revoked(token));
        }
        else if (caller.SessionId.Length > 0 && sessions.Find(caller.SessionId) is null)
        {
            lease.End(SessionCookie.Over);
        }

        return lease;
    }

    /// <summary>Ends all streams of a token or a session. Cheap enough for after a commit.</summary>
    public void End(string id, DomainException why)
    {
        List<StreamLease> ending;
        lock (_sync)
        {
            ending = [.. _byCredential.GetValueOrDefault(id, [])];
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
            foreach (var id in lease.Credentials)
            {
                if (_byCredential.TryGetValue(id, out var leases) && leases.Remove(lease) && leases.Count == 0)
                {
                    _byCredential.Remove(id);
                }
            }
        }
    }
}
