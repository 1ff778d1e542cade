using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>Makes the topic that a subscription asks for.</summary>
internal sealed class WatchTopics(
    ChangeFeed feed,
    ModuleCatalog catalog,
    ModuleQueries modules,
    DeploymentViews deployments,
    InstanceViews instances,
    RunningUsage usage,
    AgentRegistry agents,
    EventStore events,
    ServerStatusReader status,
    TimeProvider clock)
{
    public IWatchTopic Of(V1.Subscription subscription, string field) => subscription.TopicCase switch
    {
        V1.Subscription.TopicOneofCase.Modules => Modules(subscription.Modules),
        V1.Subscription.TopicOneofCase.ModuleInstances => Instances(subscription.ModuleInstances, field),
        V1.Subscription.TopicOneofCase.Agents => Agents(),
        V1.Subscription.TopicOneofCase.Events => Events(subscription.Events),
        V1.Subscription.TopicOneofCase.Status => new StatusTopic(status, clock),
        _ => throw new InvalidArgumentException(field, "needs one of modules, module_instances, agents, events, status"),
    };

    private KeyedTopic<ShownModule, V1.Module> Modules(V1.ModulesTopic topic)
    {
        var full = Arguments.IsFull(topic.View, byDefault: false);
        var ids = topic.ModuleIds.Select(modules.IdOf).ToHashSet(StringComparer.Ordinal);
        bool Includes(string id) => ids.Count == 0 || ids.Contains(id);
        return new KeyedTopic<ShownModule, V1.Module>(
            feed,
            Topic.Modules,
            Fingerprint(["modules", full.ToString(), .. ids.Order(StringComparer.Ordinal)]),
            new WatchedItems<ShownModule, V1.Module>(
                () => [.. catalog.All().Where(module => Includes(module.Id)).Select(WithDeployment)],
                id => catalog.Find(id) is { } module ? WithDeployment(module) : null,
                Includes,
                (shown, cancellationToken) => ShowAsync(shown, full, cancellationToken),
                snapshot => snapshot.Modules,
                changes => changes.Modules));
    }

    private ShownModule WithDeployment(Module module) => new(module, deployments.Find(module.Id));

    private async ValueTask<V1.Module?> ShowAsync(ShownModule shown, bool full, CancellationToken cancellationToken)
    {
        var module = shown.Module;
        if (full)
        {
            if (await modules.LoadContentAsync(module.Id, module.Revision, cancellationToken) is not { } content)
            {
                return null; // It went meanwhile; the next change says so.
            }

            module = module with { Content = content };
        }

        return ModuleMapping.ToProto(module, full, shown.Deployment is { } deployment ? DeploymentMapping.ToProto(deployment) : null);
    }

    private KeyedTopic<ModuleInstance, V1.ModuleInstance> Instances(V1.ModuleInstancesTopic topic, string field)
    {
        var id = modules.IdOf(Arguments.Required(field + ".module_instances.module_id", topic.ModuleId));
        modules.Get(id);
        return new KeyedTopic<ModuleInstance, V1.ModuleInstance>(
            feed,
            Topic.Instances(id),
            "instances/" + id,
            new WatchedItems<ModuleInstance, V1.ModuleInstance>(
                () => instances.List(new InstanceFilter(id), null, int.MaxValue).Items,
                agentId => instances.Find(id, agentId),
                _ => true,
                (instance, _) => ValueTask.FromResult<V1.ModuleInstance?>(DeploymentMapping.ToProto(instance)),
                snapshot => snapshot.Instances,
                changes => changes.Instances));
    }

    private KeyedTopic<ShownAgent, V1.Agent> Agents() => new(
        feed,
        Topic.Agents,
        "agents",
        new WatchedItems<ShownAgent, V1.Agent>(
            () => [.. agents.All().Select(WithCounts)],
            id => agents.Find(id) is { } known ? WithCounts(known) : null,
            _ => true,
            (shown, _) => ValueTask.FromResult<V1.Agent?>(AgentMapping.ToProto(shown.Known, shown.Counts)),
            snapshot => snapshot.Agents,
            changes => changes.Agents));

    private ShownAgent WithCounts(KnownAgent known) => new(usage.Of(known), deployments.CountsOfAgent(known.Agent.Id));

    private EventsTopic Events(V1.EventsTopic topic)
    {
        var filter = new EventFilter(
            modules.IdOf(topic.Filter?.ModuleId ?? ""), topic.Filter?.AgentId ?? "", topic.Filter?.Kind ?? "", null);
        return new EventsTopic(feed, events, filter, Fingerprint("events", filter.ModuleId, filter.AgentId, filter.Kind));
    }

    /// <summary>What stands for a topic: no other filters give the same, whatever characters are in them.</summary>
    private static string Fingerprint(params ReadOnlySpan<string> parts) => Convert.ToHexString(PageToken.Fingerprint(parts));

    // Both halves are read under one lock: read later, the second could be newer than the position that is told with it.
    private sealed record ShownModule(Module Module, Deployment? Deployment);

    private sealed record ShownAgent(KnownAgent Known, AgentCounts Counts);
}
