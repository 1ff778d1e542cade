namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>What an agent does with its next order instead of what its behavior says.</summary>
internal sealed record ScriptedAnswer
{
    private ScriptedAnswer()
    {
    }

    /// <summary>Text of the FAILED answer; null: it works.</summary>
    public string? Error { get; private init; }

    /// <summary>The order is neither followed nor answered.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>How long it takes.</summary>
    public TimeSpan Latency { get; private init; }

    /// <summary>Held until this completes.</summary>
    public Task Release { get; private init; } = Task.CompletedTask;

    /// <summary>Report IN_PROGRESS first (V1 only); null: when it takes long.</summary>
    public bool? ReportsProgress { get; private init; }

    public static ScriptedAnswer Succeed() => new();

    public static ScriptedAnswer Fail(string error) => new() { Error = error };

    public static ScriptedAnswer Silent() => new() { IsSilent = true };

    /// <summary>The same, only after <paramref name="latency"/>.</summary>
    public ScriptedAnswer After(TimeSpan latency) => this with { Latency = latency };

    /// <summary>The same, only once <paramref name="release"/> has completed.</summary>
    public ScriptedAnswer Once(Task release) => this with { Release = release };

    /// <summary>The same, with or without IN_PROGRESS before it.</summary>
    public ScriptedAnswer WithProgress(bool reports = true) => this with { ReportsProgress = reports };
}
