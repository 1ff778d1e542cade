namespace Tricorder.ApiServer.Deployments.State;

/// <summary>One link of the path from a module to its rows.</summary>
internal sealed record Condition(string Type, ConditionStatus Status, string Reason, string Message, DateTimeOffset UpdateTime)
{
    /// <summary>The errors behind it, most frequent first.</summary>
    public IReadOnlyList<ErrorCount> Errors { get; init; } = [];
}
