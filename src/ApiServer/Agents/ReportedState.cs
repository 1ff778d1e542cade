namespace Tricorder.ApiServer.Agents;

/// <summary>What an agent can answer.</summary>
internal enum ReportedState
{
    InProgress,
    Succeeded,
    Failed,
}
