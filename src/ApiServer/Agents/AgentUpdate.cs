using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Agents;

/// <summary>
/// What one agent is told: run this revision of a module, or stop it. Revision 0 = stop something whose revision is not known.
/// </summary>
/// <param name="Content">What to run; null for a stop. Shared by all agents that get it.</param>
internal sealed record AgentUpdate(string ModuleId, string ModuleName, int Revision, long Generation, bool Deploy, ModuleContent? Content);
