using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Answers;
using Tricorder.ApiServer.Security.Rules;

namespace Tricorder.ApiServer.Security.Limits;

/// <summary>
/// Expensive calls by caller. Where nobody is asked who they are there is nobody to count by, and nobody else to protect.
/// </summary>
internal sealed class CallLimits : IDisposable
{
    private readonly AccessRules _rules;
    private readonly RefusedCalls _refused;
    private readonly PartitionedRateLimiter<string> _calls;
    private readonly TimeSpan _oneMore;

    public CallLimits(AccessRules rules, RefusedCalls refused, IOptions<LimitOptions> options)
    {
        (_rules, _refused) = (rules, refused);
        var perMinute = options.Value.ExpensiveCallsPerMinute;
        _oneMore = TimeSpan.FromMinutes(1) / perMinute;
        _calls = PartitionedRateLimiter.Create<string, string>(actor => RateLimitPartition.GetTokenBucketLimiter(
            actor,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perMinute,
                TokensPerPeriod = 1,
                ReplenishmentPeriod = _oneMore,
                QueueLimit = 0,
                AutoReplenishment = true,
            }));
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller || caller.Agent == AgentIdentity.Unproven
            || context.GetEndpoint() is not { } endpoint || _rules.Of(endpoint) is not { Expensive: true })
        {
            return next(context);
        }

        using var lease = _calls.AttemptAcquire(caller.Actor);
        return lease.IsAcquired ? next(context) : _refused.AnswerAsync(context, new ResourceExhaustedException(
            "TOO_MANY_CALLS", $"{caller.Actor} makes too many calls of this kind (Security:ExpensiveCallsPerMinute).", _oneMore));
    }

    public void Dispose() => _calls.Dispose();
}
