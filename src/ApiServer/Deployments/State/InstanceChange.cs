namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What an answer, or the lack of one, changes: first in the store, then in live state.</summary>
internal readonly record struct InstanceChange(
    string ModuleId, int ObservedRevision, long Generation, InstanceState State, string Message, int Attempt)
{
    /// <summary>Nothing was answered: what the agent runs is not known.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>Trying again cannot help.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What is shown of the instance then, unless something else is wanted of it meanwhile.</summary>
    public DisplayState Shown => State switch
    {
        InstanceState.Failed => IsFinal ? DisplayState.Unsupported : DisplayState.Failed,
        InstanceState.Succeeded => ObservedRevision > 0 ? DisplayState.Running : DisplayState.Stopped,
        _ => DisplayState.Updating,
    };
};
