using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>
/// What recognises a token's secret without the slow hash: its SHA-256, in memory, and encrypted in the store, so that a restart forgets
/// nothing. A secret is 256 random bits, so that its digest is all that is needed to tell right from wrong.
/// </summary>
internal sealed class TokenProofs(TokenStore store, IDataProtectionProvider protection)
{
    private readonly ConcurrentDictionary<string, byte[]> _byToken = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _unstored = new(StringComparer.Ordinal);
    private readonly ValueProtector _protector = new(protection, "token-proof");

    /// <summary>Reads what is stored, before anybody is served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var (tokenId, stored) in await store.LoadProofsAsync(cancellationToken))
        {
            if (_protector.Unprotect(stored) is { } proof)
            {
                _byToken[tokenId] = proof;
            }
        }
    }

    /// <summary>Whether this is the token's secret; null = only the slow hash can tell.</summary>
    public bool? Knows(string tokenId, TokenSecret secret) =>
        _byToken.TryGetValue(tokenId, out var proof) ? CryptographicOperations.FixedTimeEquals(proof, secret.FastHash()) : null;

    /// <summary>As it is stored.</summary>
    /// <exception cref="UnavailableException">The keys cannot be used.</exception>
    public byte[] Stored(TokenSecret secret) => _protector.Protect(secret.FastHash());

    /// <summary>It is known and stored that this is the token's secret.</summary>
    public void Know(string tokenId, TokenSecret secret) => _byToken[tokenId] = secret.FastHash();

    /// <summary>
    /// The slow hash has told that this is the token's secret. With keys that cannot be used it is known until a restart.
    /// </summary>
    public void Learn(string tokenId, TokenSecret secret)
    {
        Know(tokenId, secret);
        try
        {
            _unstored[tokenId] = Stored(secret);
        }
        catch (UnavailableException)
        {
            // The caller's secret is right all the same; the log of the start says that the keys are not usable.
        }
    }

    /// <summary>What was learned since the last time this was asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> TakeUnstored()
    {
        var taken = _unstored.ToList();
        foreach (var learned in taken)
        {
            _unstored.TryRemove(learned);
        }

        return taken;
    }

    /// <summary>What was taken could not be stored; it is given again.</summary>
    public void NotStored(IEnumerable<KeyValuePair<string, byte[]>> taken)
    {
        foreach (var (tokenId, proof) in taken)
        {
            _unstored[tokenId] = proof;
        }
    }
}
