using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Reconciling;

/// <summary>What makes a loop run before its resync. Many triggers during a run, or during a pause, are one.</summary>
internal sealed record LoopTrigger
{
    private LoopTrigger()
    {
    }

    /// <summary>Nothing does: the loop runs by time alone.</summary>
    public static LoopTrigger Time { get; } = new();

    /// <summary>A change of any of these topics does.</summary>
    public IReadOnlyList<Topic> Topics { get; private init; } = [];

    /// <summary>A call of another part of the server does.</summary>
    public LoopSignal? Signal { get; private init; }

    /// <summary>
    /// Whether what changed is a reason to run. It is asked after a trigger, and must be cheap: some topics change all the time.
    /// </summary>
    public Func<bool> IsNews { get; init; } = () => true;

    /// <summary>Is given the keys that changed, before the run that they are a reason for.</summary>
    public Action<IReadOnlyCollection<string>> Changed { get; init; } = _ => { };

    public static LoopTrigger On(params IReadOnlyList<Topic> topics) => new() { Topics = topics };

    public static LoopTrigger On(LoopSignal signal) => new() { Signal = signal };

    /// <summary>As docs/reconciling.md says it.</summary>
    public override string ToString()
    {
        var names = Topics.Select(topic => topic.Kind.ToString()).Concat(Signal is null ? [] : [Signal.Name]).ToList();
        return names.Count == 0 ? "time" : string.Join(", ", names);
    }
}
