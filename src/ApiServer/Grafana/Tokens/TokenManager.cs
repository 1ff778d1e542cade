using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// The token by which Grafana is asked: one of ours, made once, kept over restarts, and made anew when Grafana does not take it any more.
/// Where the configuration names a token, it is that one, and none is made. Wherever the server stops, fails or is killed on the way, the
/// next start has a token that works, and what is left in Grafana is deleted.
/// </summary>
internal sealed class TokenManager(
    GrafanaClients clients, TokenMaker maker, TokenStore store, StoreWriter writer, EventStore events, ITokenSteps steps,
    IOptions<GrafanaOptions> options, TimeProvider clock, ILogger<TokenManager> logger) : IGrafanaAuthority, IDisposable
{
    // What is half done when the server stops takes two requests: it is finished rather than left.
    private static readonly TimeSpan FinishWithin = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly FixedAuthority _configured = FixedAuthority.Of(options.Value);
    private readonly TokenPace _pace = new(clock);
    private ManagedToken? _current;
    private Exception? _failure;
    private bool _isTidy;
    private bool _isUntidyTold;

    /// <summary>The token in use; null when none of ours is.</summary>
    public async ValueTask<ManagedToken?> CurrentAsync(CancellationToken cancellationToken) =>
        options.Value.HasToken ? null
        : _current ??= await store.LoadAllAsync(cancellationToken) is [var newest, ..] ? newest : null;

    public async ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            return await _configured.AuthorizeAsync(cancellationToken);
        }

        if (await CurrentAsync(cancellationToken) is { } token)
        {
            return token.Authorization;
        }

        using var turn = await LockAsync(cancellationToken);
        if (await CurrentAsync(cancellationToken) is { } now)
        {
            return now.Authorization;
        }

        return _pace.Wait is var wait && wait > TimeSpan.Zero
            ? throw NotYet(wait)
            : (await ReplaceAsync((_, _) => { }, cancellationToken)).Authorization;
    }

    public async ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            return false;
        }

        using var turn = await LockAsync(cancellationToken);
        if (await CurrentAsync(cancellationToken) is { } now && now.Authorization != authorization)
        {
            return true;
        }

        if (await IsTakenAsync(authorization, cancellationToken))
        {
            return false; // The 401 was about what was asked for, not about who asked.
        }

        if (_pace.Wait is var wait && wait > TimeSpan.Zero)
        {
            throw NotYet(wait);
        }

        logger.TokenRefused((await CurrentAsync(cancellationToken))?.Name ?? "");
        await ReplaceAsync(
            (unit, _) => Record(unit, Origin.Server, "Grafana did not take the token any more; a new one was made."), cancellationToken);
        return true;
    }

    /// <summary>Makes a new token, uses it from then on, and deletes the old one.</summary>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait; what is half done is finished.</param>
    public async Task<ManagedToken> RotateAsync(Action<WriteUnit, ManagedToken> also, Origin origin, CancellationToken cancellationToken)
    {
        if (options.Value.HasToken)
        {
            throw new FailedPreconditionException(
                "GRAFANA_TOKEN_CONFIGURED",
                "grafana",
                "The token for Grafana comes from the configuration (Grafana:Token); change it there.");
        }

        using var turn = await LockAsync(cancellationToken);
        try
        {
            return await ReplaceAsync(
                (unit, token) =>
                {
                    Record(unit, origin, "The token was rotated.");
                    also(unit, token);
                },
                cancellationToken);
        }
        catch (GrafanaException e)
        {
            throw GrafanaCalls.ToDomain(e);
        }
    }

    /// <summary>
    /// Deletes tokens of ours that a stop left in Grafana. To be called now and then while Grafana answers; never throws because of it.
    /// </summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        if (_isTidy || options.Value.HasToken)
        {
            return;
        }

        using var turn = await LockAsync(cancellationToken);
        if (!_isTidy && await CurrentAsync(cancellationToken) is { } token)
        {
            await TidyAsync(() => maker.DeleteOthersAsync(token, before: null, cancellationToken));
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>The new one works before the old one goes, and is stored before it is used.</summary>
    private async Task<ManagedToken> ReplaceAsync(Action<WriteUnit, ManagedToken> also, CancellationToken cancellationToken)
    {
        _isTidy = false;
        var before = await CurrentAsync(cancellationToken);
        var token = await maker.CreateAsync(before, cancellationToken);
        _pace.Made();
        using var finishing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stopping = cancellationToken.Register(() => finishing.CancelAfter(FinishWithin));
        try
        {
            await steps.ReachedAsync(TokenStep.Received);
            await clients.As(FixedAuthority.Token(token.Key)).OrganizationAsync(finishing.Token);
            await steps.ReachedAsync(TokenStep.Verified);
            await writer.WriteAsync(
                unit =>
                {
                    store.Replace(unit, token);
                    also(unit, token);
                    unit.AfterCommit(() => _current = token);
                },
                finishing.Token);
        }
        catch (Exception e)
        {
            // Nobody would ever use it.
            _failure = e;
            using var limit = new CancellationTokenSource(FinishWithin, clock);
            await TidyAsync(() => maker.DeleteAsync(token, limit.Token));
            throw;
        }

        _failure = null;
        logger.TokenMade(token.Name);
        await TidyAsync(async () =>
        {
            await steps.ReachedAsync(TokenStep.Stored);
            await maker.DeleteOthersAsync(token, before, finishing.Token);
            await steps.ReachedAsync(TokenStep.Tidied);
        });
        return token;
    }

    private async Task TidyAsync(Func<Task> delete)
    {
        try
        {
            await delete();
            (_isTidy, _isUntidyTold) = (true, false);
        }
        catch (Exception e) when (e is GrafanaException or OperationCanceledException)
        {
            // It is tried again when Grafana is looked at the next time.
            _isTidy = false;
            if (!_isUntidyTold)
            {
                _isUntidyTold = true;
                logger.TokenNotDeleted(e);
            }
        }
    }

    private async Task<bool> IsTakenAsync(string authorization, CancellationToken cancellationToken)
    {
        try
        {
            await clients.As(new FixedAuthority(() => authorization)).OrganizationAsync(cancellationToken);
            return true;
        }
        catch (GrafanaException e) when (e.Failure == GrafanaFailure.Unauthorized)
        {
            return false;
        }
    }

    /// <summary>Why there is none that works, although one was made a moment ago.</summary>
    private GrafanaException NotYet(TimeSpan wait) => _failure is { } failure
        ? new GrafanaException(
            (failure as GrafanaException)?.Failure ?? GrafanaFailure.ServerError,
            $"The last token that was made in Grafana did not become ours: {Why(failure)} Another one is made in "
            + $"{Math.Ceiling(wait.TotalSeconds)} s.",
            failure)
        { RetryAfter = wait }
        : new GrafanaException(
            GrafanaFailure.Unauthorized,
            "Grafana does not take the token that it has just made for this server (401). "
            + $"Another one is made in {Math.Ceiling(wait.TotalSeconds)} s."
            + " Several Grafanas behind Grafana:Url must share one database.")
        { RetryAfter = wait };

    private static string Why(Exception failure) =>
        failure is GrafanaException or DomainException ? failure.Message : "the server could not keep it, and its log says why.";

    private void Record(WriteUnit unit, Origin origin, string message) =>
        events.Append(
            unit,
            new NewEvent
            {
                Kind = EventKinds.GrafanaTokenRotated,
                Origin = origin,
                Target = "grafana/token",
                Message = message,
                Parameters = EventParameters.Of(("why", origin == Origin.Server ? "REFUSED" : "")),
            });

    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new AsyncLock(_one);
    }
}
