using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// The token by which Grafana is asked: one of ours, made once, kept over restarts, and made anew when Grafana does not take it any more.
/// Where the configuration names a token, it is that one, and none is made.
/// </summary>
internal sealed class TokenManager(
    GrafanaClients clients, TokenMaker maker, TokenStore store, StoreWriter writer, EventStore events, RequestLog requests,
    IOptions<GrafanaOptions> options, TimeProvider clock, ILogger<TokenManager> logger) : IGrafanaAuthority, IDisposable
{
    // Grafana locks a user out for five minutes after five wrong passwords.
    private static readonly TimeSpan LoginPause = TimeSpan.FromSeconds(90);

    // One that was just made and is refused: another would be too.
    private static readonly TimeSpan TooYoung = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly FixedAuthority _configured = FixedAuthority.Of(options.Value);
    private OwnToken? _current;
    private (Exception Refusal, DateTimeOffset Until)? _refused;

    /// <summary>The token in use; null when none of ours is.</summary>
    public OwnToken? Current => options.Value.HasToken ? null : _current ??= store.LoadAll() is [var newest, ..] ? newest : null;

    public async ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            return await _configured.AuthorizeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Current is { } token)
        {
            return token.Authorization;
        }

        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        return (Current ?? await ReplaceAsync((_, _) => { }, cancellationToken).ConfigureAwait(false)).Authorization;
    }

    public async ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            return false;
        }

        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        if (Current is { } now && now.Authorization != authorization)
        {
            return true;
        }

        if (Current is { } young && clock.GetUtcNow() - young.CreateTime < TooYoung)
        {
            return false;
        }

        logger.TokenRefused(Current?.Name ?? "");
        await ReplaceAsync((unit, _) => Tell(unit, Origin.Server, "Grafana did not take the token any more; a new one was made."), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Makes a new token, uses it from then on, and deletes the old one.</summary>
    public async Task<byte[]> RotateAsync(Once<OwnToken> once, RequestKey key, Origin origin, CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            throw new FailedPreconditionException(
                "GRAFANA_TOKEN_CONFIGURED", "grafana", "The token for Grafana comes from the configuration (Grafana:Token); change it there.");
        }

        using var turn = await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        if (await writer.WriteAsync(unit => key.Id.Length > 0 ? requests.Find(unit, key) : null, cancellationToken).ConfigureAwait(false) is { } before)
        {
            return before;
        }

        var answer = Array.Empty<byte>();
        await ReplaceAsync(
            (unit, token) => answer = once.Run(unit, requests, () =>
            {
                Tell(unit, origin, "The token was rotated.");
                return token;
            }),
            cancellationToken).ConfigureAwait(false);
        return answer;
    }

    public void Dispose() => _one.Dispose();

    /// <summary>The new one works before the old one goes, and is stored before it is used.</summary>
    private async Task<OwnToken> ReplaceAsync(Action<WriteUnit, OwnToken> also, CancellationToken cancellationToken)
    {
        var (before, token) = (Current, await MakeAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await clients.As(FixedAuthority.Token(token.Key)).OrganizationAsync(cancellationToken).ConfigureAwait(false);
            await writer.WriteAsync(
                unit =>
                {
                    store.Replace(unit, token);
                    also(unit, token);
                    unit.AfterCommit(() => _current = token);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody would ever use or delete it.
            _refused = (e, clock.GetUtcNow() + LoginPause);
            await DeleteAsync(() => maker.DeleteAsync(token, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }

        logger.TokenMade(token.Name);
        await DeleteAsync(async () =>
        {
            await maker.DeleteOthersAsync(token, cancellationToken).ConfigureAwait(false);
            await (before is null ? Task.CompletedTask : maker.DeleteAsync(before, cancellationToken)).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return token;
    }

    private async Task DeleteAsync(Func<Task> delete)
    {
        try
        {
            await delete().ConfigureAwait(false);
        }
        catch (GrafanaException e)
        {
            // It goes with the next one.
            logger.TokenNotDeleted(e);
        }
    }

    private async Task<OwnToken> MakeAsync(CancellationToken cancellationToken)
    {
        if (_refused is { } before && before.Until - clock.GetUtcNow() is var left && left > TimeSpan.Zero && left <= LoginPause)
        {
            throw new GrafanaException((before.Refusal as GrafanaException)?.Failure ?? GrafanaFailure.ServerError, before.Refusal.Message, before.Refusal);
        }

        try
        {
            return await maker.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GrafanaException e) when (e.Failure == GrafanaFailure.Unauthorized)
        {
            _refused = (e, clock.GetUtcNow() + LoginPause);
            throw;
        }
    }

    private void Tell(WriteUnit unit, Origin origin, string message) =>
        events.Append(unit, new NewEvent { Kind = EventKinds.GrafanaTokenRotated, Origin = origin, Target = "grafana/token", Message = message });

    private async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_one);
    }
}
