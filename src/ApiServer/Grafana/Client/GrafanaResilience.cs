using System.Net;
using System.Security.Authentication;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// How often, how long and how soon again: reads, replacements and deletions are repeated a few times, creations never, because one whose
/// answer was lost may have happened. A Grafana that does not answer at all is left alone for a while, so that it can get up.
/// </summary>
internal static class GrafanaResilience
{
    public static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Whoever asks for a longer pause than this gets it from the caller, who has other things to do meanwhile.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);

    public static void Add(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline, GrafanaOptions options, TimeProvider time, ILogger logger)
    {
        pipeline.TimeProvider = time;
        pipeline
            .AddTimeout(options.Timeout * GrafanaOptions.Attempts)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = GrafanaOptions.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = MaxPause,
                ShouldRetryAfterHeader = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    IsRepeatable(arguments.Context.GetRequestMessage())
                        && IsPassing(arguments.Outcome, arguments.Context.CancellationToken)),
            })
            .AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
            {
                FailureRatio = 0.8,
                MinimumThroughput = 10,
                SamplingDuration = SamplingDuration,
                BreakDuration = BreakDuration,
                ShouldHandle = arguments => ValueTask.FromResult(IsAbsence(arguments.Outcome)),
                OnOpened = arguments =>
                {
                    logger.LeftAlone(arguments.BreakDuration);
                    return default;
                },
                OnClosed = _ =>
                {
                    logger.AskedAgain();
                    return default;
                },
            })
            .AddTimeout(options.Timeout);
    }

    public static bool IsTlsFailure(HttpRequestException e) =>
        e.HttpRequestError == HttpRequestError.SecureConnectionError || e.InnerException is AuthenticationException;

    private static bool IsRepeatable(HttpRequestMessage? request) =>
        request is not null
            && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete);

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && (IsAbsence(outcome) || outcome.Result switch
        {
            { StatusCode: HttpStatusCode.InternalServerError } => true,
            { StatusCode: HttpStatusCode.TooManyRequests } response => IsSoon(response),
            _ => false,
        });

    /// <summary>Nobody there, as opposed to somebody who does not want to or cannot do this one thing.</summary>
    private static bool IsAbsence(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: TimeoutRejectedException } => true,
        { Exception: HttpRequestException e } => !IsTlsFailure(e) && e.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded,
        { Result: { StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } told } =>
            IsSoon(told),
        _ => false,
    };

    private static bool IsSoon(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        null => true,
        { Delta: { } pause } => pause <= MaxPause,
        _ => false,
    };
}
