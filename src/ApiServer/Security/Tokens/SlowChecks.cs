using System.Collections.Concurrent;
using System.Net;
using Tricorder.ApiServer.Security.Limits;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>
/// The slow hash, for tokens whose proof is not known: those of a version before this that were not used since, and all after the loss of
/// the keys. One at a time in all, by turns between tokens, then between addresses, so that who tries secrets of one token from one
/// address is in the way of nobody else; and wrong secrets of a token are limited by address.
/// </summary>
internal sealed class SlowChecks(TokenProofs proofs, LoginLimits logins)
{
    private const int MaxOfAddress = 8;
    private const int MaxOfToken = 64;

    private readonly ConcurrentDictionary<string, Task<bool>> _checking = new(StringComparer.Ordinal);
    private readonly AsyncLocks<(string TokenId, IPAddress Network)> _byAddress = new(MaxOfAddress);
    private readonly AsyncLocks<string> _byToken = new(MaxOfToken);
    private readonly AsyncLocks<int> _inAll = new(int.MaxValue - 1);

    /// <exception cref="Errors.ResourceExhaustedException">Too many secrets of this token were wrong, or too many wait.</exception>
    public async Task<bool> CheckAsync(ApiToken token, TokenSecret secret, IPAddress? address)
    {
        logins.ThrowIfTooManyWrong(token.Id, address);

        // Ten thousand agents that come with the same token wait for one computation.
        var key = Convert.ToHexString(secret.FastHash());
        var check = _checking.GetOrAdd(key, _ => Task.Run(() => RunAsync(token, secret, LoginLimits.NetworkOf(address))));
        try
        {
            return await check;
        }
        finally
        {
            _checking.TryRemove(new KeyValuePair<string, Task<bool>>(key, check));
        }
    }

    private async Task<bool> RunAsync(ApiToken token, TokenSecret secret, IPAddress network)
    {
        using var ofAddress = await _byAddress.TakeAsync((token.Id, network));
        using var ofToken = await _byToken.TakeAsync(token.Id);
        if (proofs.Knows(token.Id, secret) is { } known)
        {
            return known; // Somebody with the right one was before.
        }

        // Those that waited here meanwhile came before the limit was reached; they are not looked at either.
        logins.ThrowIfTooManyWrong(token.Id, network);
        using var turn = await _inAll.TakeAsync(0);
        if (!secret.Matches(token.Hash))
        {
            logins.CountWrong(token.Id, network);
            return false;
        }

        proofs.Learn(token.Id, secret);
        return true;
    }
}
