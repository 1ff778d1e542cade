using Google.Protobuf;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Compares a replica with what the lists say.</summary>
internal static class ReplicaCheck
{
    /// <summary>Waits until all four are the same; <paramref name="replica"/> is read under <paramref name="gate"/>.</summary>
    public static async Task EqualsListsAsync(Replica replica, Lock gate, ApiClient api, string moduleId, TimeSpan within) =>
        await Eventually.ResultAsync(
            async () =>
            {
                var (modules, instances) = (await api.AllModulesAsync(), await api.AllInstancesAsync(moduleId));
                var (agents, events) = (await api.AllAgentsAsync(), await api.AllEventsAsync());
                lock (gate)
                {
                    return Difference(replica.Modules.Values, modules)
                        ?? Difference(replica.Instances.Values, instances)
                        ?? Difference(replica.Agents.Values, agents)
                        ?? Difference(replica.Events.Values, events)
                        ?? "";
                }
            },
            difference => difference.Length == 0,
            "the replica is what the lists say",
            within);

    private static string? Difference<T>(IReadOnlyCollection<T> replica, IReadOnlyCollection<T> listed)
        where T : IMessage<T>
    {
        var kind = typeof(T).Name;
        var missing = listed.Except(replica).FirstOrDefault();
        var extra = replica.Except(listed).FirstOrDefault();
        return missing is null && extra is null && replica.Count == listed.Count
            ? null
            : $"{kind}: {replica.Count} in the replica, {listed.Count} listed; listed only: {missing}; in the replica only: {extra}";
    }
}
