namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>
/// What an agent was told to do with a module: what matters of the message, so that no agent holds on to program bytes.
/// </summary>
/// <param name="ModuleId">Id of the module.</param>
/// <param name="Deploy">Run it, or stop it.</param>
/// <param name="Revision">Revision; 0 on the legacy wire, which does not tell.</param>
/// <param name="Generation">Generation; 0 on the legacy wire.</param>
/// <param name="Content">What is to run; empty when it is to stop.</param>
internal sealed record ModuleUpdate(string ModuleId, bool Deploy, int Revision, long Generation, ModuleContent Content);
