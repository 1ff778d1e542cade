using System.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Grafana.Health;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Promscale;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>How the server and what it depends on are, at a glance.</summary>
internal sealed class ServerStatusReader(
    StoreHealth store, AgentRegistry agents, ModuleCatalog modules, IOptions<ClusterOptions> cluster, IServer server,
    IOptions<ObservabilityDbOptions> databaseOptions, DatabaseHealth database, PromscaleHealth promscale,
    KubernetesHealth kubernetes, GrafanaHealth grafana, TimeProvider clock)
{
    private static readonly string Version =
        typeof(ServerStatusReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly Timestamp _start = Timestamp.FromDateTimeOffset(clock.GetUtcNow());

    public V1.GetServerStatusResponse Read()
    {
        var agentsByState = agents.All().ToLookup(known => known.Agent.State);
        var modulesByLifecycle = modules.All().ToLookup(module => module.Lifecycle);
        return new V1.GetServerStatusResponse
        {
            Version = Version,
            ClusterName = cluster.Value.Name,
            StartTime = _start,
            Components = { Components() },
            AgentCounts = new V1.AgentCounts
            {
                Total = agentsByState[AgentState.Online].Count() + agentsByState[AgentState.Offline].Count(),
                Online = agentsByState[AgentState.Online].Count(),
                Offline = agentsByState[AgentState.Offline].Count(),
                Terminated = agentsByState[AgentState.Terminated].Count(),
            },
            ModuleCounts = new V1.ModuleCounts
            {
                Total = modulesByLifecycle.Sum(group => group.Count()),
                Created = modulesByLifecycle[ModuleLifecycle.Created].Count(),
                Deployed = modulesByLifecycle[ModuleLifecycle.Deployed].Count(),
                Undeployed = modulesByLifecycle[ModuleLifecycle.Undeployed].Count(),
            },
            GrpcPort = new Uri(BoundAddresses.Of(server).Grpc).Port,
        };
    }

    /// <summary>The server's own store, and what it depends on.</summary>
    public IReadOnlyList<V1.ComponentStatus> Components() =>
        [Store(), Database(), Reading("promscale", promscale.Health), Grafana(), Kubernetes()];

    private V1.ComponentStatus Store() => new()
    {
        Name = "store",
        State = store.Failure is null ? V1.ComponentState.Ok : V1.ComponentState.Down,
        Message = store.Failure?.Message ?? "",
        UpdateTime = _start,
    };

    private V1.ComponentStatus Database() => Reading("database", databaseOptions.Value.IsOn ? database : null);

    private V1.ComponentStatus Reading(string name, DatabaseHealth? health)
    {
        if (health?.Last is not { } last)
        {
            return NotConfigured(name);
        }

        return new V1.ComponentStatus
        {
            Name = name,
            State = !last.Ok ? V1.ComponentState.Down : last.IsDegraded ? V1.ComponentState.Degraded : V1.ComponentState.Ok,
            Message = last.Message,
            UpdateTime = Timestamp.FromDateTimeOffset(last.Time),
        };
    }

    private V1.ComponentStatus Grafana() => !grafana.IsConfigured ? NotConfigured("grafana") : new V1.ComponentStatus
    {
        Name = "grafana",
        State = grafana.Last.Ok ? V1.ComponentState.Ok : V1.ComponentState.Down,
        Message = grafana.Last.Message,
        UpdateTime = Timestamp.FromDateTimeOffset(grafana.Last.Time),
    };

    private V1.ComponentStatus Kubernetes()
    {
        if (!kubernetes.IsConfigured)
        {
            return NotConfigured("kubernetes");
        }

        var kinds = kubernetes.All;
        var state = kinds.Count == 0 || kinds.All(kind => !kind.Synced) ? V1.ComponentState.Down
            : kinds.All(kind => kind.Synced) && kubernetes.ReviewProblem.Length == 0 ? V1.ComponentState.Ok : V1.ComponentState.Degraded;
        var told = kinds.Select(kind => kind.Synced ? $"{kind.Count} {kind.Name}" : $"{kind.Name}: {kind.Message}")
            .Prepend(kubernetes.ReviewProblem).Where(text => text.Length > 0);
        return new V1.ComponentStatus
        {
            Name = "kubernetes",
            State = state,
            Message = string.Join("; ", told),
            UpdateTime = kinds.Count == 0 ? _start : Timestamp.FromDateTimeOffset(kinds.Max(kind => kind.LastEvent)),
        };
    }

    private V1.ComponentStatus NotConfigured(string name) => new()
    {
        Name = name,
        State = V1.ComponentState.NotConfigured,
        UpdateTime = _start,
    };
}
