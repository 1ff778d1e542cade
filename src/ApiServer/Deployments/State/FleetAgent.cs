using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>One agent's side of the convergence. Part of live state.</summary>
internal sealed class FleetAgent(string id)
{
    private SortedList<string, Instance> _instances = new(StringComparer.Ordinal);
    private Queue<Instance>? _stops;
    private Queue<Instance>? _starts;

    public string Id { get; } = id;

    public string NodeName { get; private set; } = "";

    public string NodeKey { get; private set; } = id;

    public AgentProtocol Protocol { get; private set; }

    public bool IsOnline { get; private set; }

    public bool IsCordoned { get; private set; }

    public long CordonGeneration { get; private set; }

    /// <summary>
    /// The generation of stops of modules nobody knows. The newest there was at the agent's hello: newer than whatever it was given
    /// before, and the same until it leaves, however much is deployed meanwhile.
    /// </summary>
    public long StopGeneration { get; set; } = 1;

    /// <summary>By module, in the order of their ids. They begin and end in <see cref="FleetAgents"/> only.</summary>
    public IReadOnlyDictionary<string, Instance> Instances => _instances;

    /// <summary>How many of them are of modules that are shown on every agent.</summary>
    public int ShownInstances { get; set; }

    /// <summary>Who delivers to it; null while it is not connected.</summary>
    public IDeliverer? Delivery { get; set; }

    /// <summary>Something waits for its agent.</summary>
    public bool HasQueued => _stops is { Count: > 0 } || _starts is { Count: > 0 };

    public void Follow(Agent agent)
    {
        NodeName = agent.NodeName;
        NodeKey = agent.NodeKey;
        Protocol = agent.Protocol;
        IsOnline = agent.State == AgentState.Online;
        IsCordoned = agent.Cordoned;
        CordonGeneration = agent.CordonGeneration;
    }

    public void Add(Instance instance) => _instances[instance.ModuleId] = instance;

    public void Remove(Instance instance) => _instances.Remove(instance.ModuleId);

    public void Replace(Dictionary<string, Instance> instances)
    {
        _instances = new(instances, StringComparer.Ordinal);
        _stops = _starts = null;
    }

    /// <summary>The first module after this one that the agent has.</summary>
    public string? ModuleAfter(string moduleId) => _instances.IdAfter(moduleId);

    /// <summary>
    /// Queues an instance that may need an update. Stops go first: they may be an emergency. What waits to be started and is now to be
    /// stopped is in both queues; whoever takes it out looks at what is wanted then.
    /// </summary>
    public void Enqueue(Instance instance, bool stop)
    {
        if (stop && !instance.IsStopQueued)
        {
            instance.IsStopQueued = true;
            (_stops ??= new(1)).Enqueue(instance);
        }
        else if (!stop && !instance.IsStartQueued)
        {
            instance.IsStartQueued = true;
            (_starts ??= new(1)).Enqueue(instance);
        }

        if (Delivery is { HasNext: true } delivery)
        {
            delivery.Wake();
        }
    }

    public Instance? Dequeue()
    {
        if (_stops is not null && _stops.TryDequeue(out var stop))
        {
            stop.IsStopQueued = false;
            return stop;
        }

        if (_starts is not null && _starts.TryDequeue(out var start))
        {
            start.IsStartQueued = false;
            return start;
        }

        return null;
    }
}
