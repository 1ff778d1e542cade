using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>What is stored, for an assertion: the engine of these tests reads while the caller waits.</summary>
internal static class StoreContents
{
    public static IReadOnlyList<Agent> LoadAll(this AgentStore store) => Result(store.LoadAllAsync(CancellationToken.None));

    public static IReadOnlyList<Module> LoadAll(this ModuleStore store) => Result(store.LoadAllAsync(CancellationToken.None));

    public static IReadOnlyList<DesiredModule> LoadAll(this DeploymentStore store) => Result(store.LoadAllAsync(CancellationToken.None));

    public static IReadOnlyList<InstanceRecord> LoadAll(this InstanceStore store) => Result(store.LoadAllAsync(CancellationToken.None));

    public static IReadOnlyList<Loss> LoadAll(this LossStore store) => Result(store.LoadAllAsync(CancellationToken.None));

    public static IReadOnlyList<ServerEvent> After(this EventStore store, long sequence, EventFilter filter, int limit) =>
        Result(store.ListAfterAsync(sequence, filter, limit, CancellationToken.None));

    private static T Result<T>(Task<T> read) => read.GetAwaiter().GetResult();
}
