using Grpc.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Streams;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>WatchService: all live state, several subscriptions on one stream.</summary>
internal sealed class WatchGrpcService(
    WatchTopics topics, ChangeFeed feed, OpenStreams streams,
    IHostApplicationLifetime lifetime, IOptions<WatchOptions> options, TimeProvider clock)
    : V1.WatchService.WatchServiceBase
{
    private const int MaxKey = 64;

    public override async Task Watch(
        V1.WatchRequest request, IServerStreamWriter<V1.WatchResponse> responseStream, ServerCallContext context)
    {
        Check(request);
        var subscriptions = request.Subscriptions
            .Select((subscription, index) => (subscription, Topic: topics.Of(subscription, $"subscriptions[{index}]")))
            .Select(pair => (pair.subscription, pair.Topic, Position: PositionOf(pair.subscription, pair.Topic)))
            .ToList();
        using var lease = streams.Enter(Caller.Of(context.GetHttpContext()));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken, lifetime.ApplicationStopping, lease.Ended);

        // Whoever resumes may hear nothing for a while: the headers say that the watch stands.
        await context.WriteResponseHeadersAsync([]);
        using var output = new WatchOutput(responseStream, options, clock);
        var running = subscriptions
            .Select(item =>
                new WatchSubscription(item.subscription.Key, item.Topic, feed, output, options, clock).RunAsync(item.Position, over.Token))
            .ToList();
        try
        {
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (lease.Reason is not null)
        {
            throw lease.Reason;
        }
        catch (OperationCanceledException)
            when (lifetime.ApplicationStopping.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("DRAINING", "The server is stopping; resume elsewhere or later.", TimeSpan.FromSeconds(1));
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static FieldViolation? ProblemOf(V1.Subscription subscription, string field) => subscription.TopicCase switch
    {
        V1.Subscription.TopicOneofCase.None => new(field, "needs one of modules, module_instances, agents, events, status"),
        V1.Subscription.TopicOneofCase.Modules when !Enum.IsDefined(subscription.Modules.View) =>
            new(field + ".modules.view", $"has no value {subscription.Modules.View:D}"),
        V1.Subscription.TopicOneofCase.ModuleInstances when subscription.ModuleInstances.ModuleId.Length == 0 =>
            new(field + ".module_instances.module_id", "is required"),
        _ => null,
    };

    private long? PositionOf(V1.Subscription subscription, IWatchTopic topic) =>
        subscription.ResumeToken.Length == 0 ? null : ResumeToken.Decode(subscription.ResumeToken, feed.Epoch, topic.Fingerprint);

    private void Check(V1.WatchRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Subscriptions.Count == 0 || request.Subscriptions.Count > options.Value.MaxSubscriptions)
        {
            violations.Add(new FieldViolation("subscriptions", $"must be 1 to {options.Value.MaxSubscriptions}"));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Subscriptions.Count; i++)
        {
            var key = request.Subscriptions[i].Key;
            if (key.Length is 0 or > MaxKey || !seen.Add(key))
            {
                violations.Add(new FieldViolation(
                    $"subscriptions[{i}].key",
                    $"must be 1 to {MaxKey} characters, each once: it names this subscription in what is sent"));
            }

            if (ProblemOf(request.Subscriptions[i], $"subscriptions[{i}]") is { } problem)
            {
                violations.Add(problem);
            }
        }

        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations);
        }
    }
}
