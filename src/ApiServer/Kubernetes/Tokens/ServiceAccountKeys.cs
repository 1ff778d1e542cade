using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes.Tokens;

/// <summary>
/// The keys that Kubernetes signs service account tokens with, as it publishes them to every service account of the cluster. By them it is
/// told in microseconds what nobody but Kubernetes can have made; only that is worth a review.
/// </summary>
internal sealed class ServiceAccountKeys(k8s.Kubernetes kubernetes, TimeProvider clock, ILogger<ServiceAccountKeys> logger) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>For a key that is not known, as after a change of keys; whoever makes up key ids causes no more calls than this.</summary>
    private static readonly TimeSpan AskedAtMostEach = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    private readonly SemaphoreSlim _asking = new(1);
    private Told _told = new(null, DateTimeOffset.MinValue);

    /// <summary>What the token says of itself; null = it is none.</summary>
    public async Task<ClaimedToken?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } token)
        {
            return null;
        }

        var isSigned = await IsSignedAsync(token, await KeysAsync(Lifetime, cancellationToken));
        if (isSigned is null)
        {
            isSigned = await IsSignedAsync(token, await KeysAsync(AskedAtMostEach, cancellationToken))
                ?? (Volatile.Read(ref _told).Keys is null ? null : false);
        }

        return new ClaimedToken(isSigned, token.Subject, [.. token.Audiences], new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
    }

    public void Dispose() => _asking.Dispose();

    private static JsonWebToken? Parse(string text)
    {
        try
        {
            return Handler.CanReadToken(text) ? Handler.ReadJsonWebToken(text) : null;
        }
        catch (ArgumentException)
        {
            return null; // It has the dots of one, and nothing else.
        }
    }

    /// <summary>Null: by a key that is not among these.</summary>
    private static async Task<bool?> IsSignedAsync(JsonWebToken token, IList<SecurityKey>? keys)
    {
        if (keys is null)
        {
            return null;
        }

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid ? true : result.Exception is SecurityTokenSignatureKeyNotFoundException ? null : false;
    }

    /// <summary>The keys, no older than this; those known before where Kubernetes does not tell; null where it never has.</summary>
    private async Task<IList<SecurityKey>?> KeysAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _told) is var told && IsFresh(told, age))
        {
            return told.Keys;
        }

        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(_told, age))
            {
                Volatile.Write(ref _told, await AskAsync());
            }

            return _told.Keys;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>Where none are known yet the shorter time counts.</summary>
    private bool IsFresh(Told told, TimeSpan age) => clock.GetUtcNow() - told.Asked < (told.Keys is null ? AskedAtMostEach : age);

    private async Task<Told> AskAsync()
    {
        using var limit = new CancellationTokenSource(Timeout, clock);
        try
        {
            return new Told([.. new JsonWebKeySet(await GetAsync(limit.Token)).GetSigningKeys()], clock.GetUtcNow());
        }
        catch (Exception e)
        {
            logger.KeysNotTold(e); // An old cluster, or one that lets nobody ask: then the review alone tells.
            return _told with { Asked = clock.GetUtcNow() };
        }
    }

    /// <summary>As text: the client's own call takes the answer for a JSON string, which it is not.</summary>
    private async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(kubernetes.BaseUri, "openid/v1/jwks"));
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        using var response = await kubernetes.HttpClient.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    private sealed record Told(IList<SecurityKey>? Keys, DateTimeOffset Asked);
}
