namespace Tricorder.ApiServer.Agents;

/// <summary>What an agent says it runs.</summary>
internal readonly record struct RunningModule(string ModuleId, int Revision);
