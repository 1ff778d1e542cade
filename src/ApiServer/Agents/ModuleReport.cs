namespace Tricorder.ApiServer.Agents;

/// <summary>
/// An agent's word about one module. Revision and generation are null on a wire that does not carry them: there, an answer is always to
/// the one update in flight.
/// </summary>
internal readonly record struct ModuleReport(string ModuleId, int? Revision, long? Generation, ReportedState State, string Message);

/// <summary>What an agent can answer.</summary>
internal enum ReportedState
{
    InProgress,
    Succeeded,
    Failed,
}
