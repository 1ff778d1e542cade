using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Waits until modules have settled on all agents that are online, and shows meanwhile how far they are.</summary>
internal sealed class Convergence(Session session)
{
    private const string Key = "modules";
    private const int MaxGroups = 10;
    private const int MaxNodes = 5;
    private const int MaxInstances = 500;

    /// <summary>What is told of one that is degraded. On a cordoned agent that is a stop that failed.</summary>
    private static readonly ListModuleInstancesRequest[] Failures =
    [
        .. Shown.Bad.Select(state => new ListModuleInstancesRequest { DisplayState = state }),
        new() { DisplayState = DisplayState.Cordoned, State = InstanceState.Failed },
    ];

    /// <summary>
    /// Returns when each has settled at the given generation or a later one: degraded when any instance failed or is held.
    /// </summary>
    public async Task<int> WaitAsync(
        IReadOnlyDictionary<string, Deployment> deployments, IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        var state = deployments.ToDictionary(one => one.Key, one => one.Value);
        var there = new HashSet<string>();
        var isWhole = true;
        using var view = ProgressView.Of(session.Terminal, names);
        view.Show(state);
        var topic = new ModulesTopic { ModuleIds = { deployments.Keys } };
        var options = new WatchOptions { OnState = view.Stale };
        try
        {
            await foreach (var response in session.Client.WatchAsync(
                [new Subscription { Key = Key, Modules = topic }], options, cancellationToken))
            {
                foreach (var module in response.Snapshot?.Modules ?? response.Changes?.Modules ?? [])
                {
                    state[module.Id] = module.Deployment;
                }

                if (isWhole && response.Snapshot is not null)
                {
                    there.Clear();
                }

                isWhole = response.Snapshot is not { Last: false };
                there.UnionWith(response.Snapshot?.Modules.Select(module => module.Id) ?? []);
                there.ExceptWith(response.Changes?.DeletedIds ?? []);
                view.Show(state);
                if (isWhole)
                {
                    Mind(deployments, state, there, names);
                }

                if (state.All(one => IsSettled(one.Value, deployments[one.Key].Generation)))
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or RpcException)
        {
            view.GiveUp(state);
            throw;
        }

        view.Dispose();
        await PrintFailuresAsync(state, names, cancellationToken);
        return state.Values.Any(deployment => deployment.Phase == DeploymentPhase.Degraded) ? ExitCode.Degraded : ExitCode.Ok;
    }

    /// <summary>Ends the waiting for what will not come: somebody else wants something else by now.</summary>
    private static void Mind(
        IReadOnlyDictionary<string, Deployment> wanted,
        Dictionary<string, Deployment> state,
        HashSet<string> there,
        IReadOnlyDictionary<string, string> names)
    {
        if (wanted.Keys.FirstOrDefault(id => !there.Contains(id)) is { } deleted)
        {
            throw new CliException(ExitCode.NotFound, $"Module '{names[deleted]}' was deleted meanwhile");
        }

        if (wanted.Keys.FirstOrDefault(
            id => state[id].Generation > wanted[id].Generation && state[id].Target != wanted[id].Target) is { } other)
        {
            var done = wanted[other].Target == DeploymentTarget.Deployed ? "undeployed" : "deployed";
            throw new CliException(ExitCode.Conflict, $"Somebody else {done} '{names[other]}' meanwhile");
        }
    }

    private static bool IsSettled(Deployment deployment, long generation) =>
        deployment.Generation >= generation && deployment.Phase is DeploymentPhase.Succeeded or DeploymentPhase.Degraded;

    private async Task PrintFailuresAsync(
        Dictionary<string, Deployment> state, IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        foreach (var (id, deployment) in state.Where(one => one.Value.Phase == DeploymentPhase.Degraded))
        {
            var failed = new List<ModuleInstance>();
            var total = 0;
            foreach (var request in Failures)
            {
                var page = await session.Client.Modules.ListModuleInstancesAsync(
                    new ListModuleInstancesRequest(request) { ModuleId = id, PageSize = MaxInstances },
                    cancellationToken: cancellationToken);
                failed.AddRange(page.Instances);
                total += page.TotalSize;
            }

            session.Terminal.Error.WriteLine($"{names[id]} failed on {total} of {Shown.Of(deployment).Total} agents:");
            var groups = failed.GroupBy(instance => instance.Message).OrderByDescending(group => group.Count()).ToList();
            foreach (var group in groups.Take(MaxGroups))
            {
                session.Terminal.Error.WriteLine(Describe(group));
            }

            if (groups.Count > MaxGroups || failed.Count < total)
            {
                session.Terminal.Error.WriteLine($"  and more: tricorder module instances {names[id]} --state failed");
            }
        }
    }

    private static string Describe(IGrouping<string, ModuleInstance> group)
    {
        var nodes = group.Select(instance => instance.NodeName).Order(StringComparer.Ordinal).ToList();
        var more = nodes.Count > MaxNodes ? $" and {nodes.Count - MaxNodes} more" : "";
        var text = Output.SafeText.OneLine(group.Key);
        var held = group.First().DisplayState == DisplayState.Held ? ", held: deploy again to try once more" : "";
        return $"  {(text.Length == 0 ? "(no message)" : text)} "
            + $"({string.Join(", ", nodes.Take(MaxNodes).Select(Output.SafeText.OneLine))}{more}{held})";
    }
}
