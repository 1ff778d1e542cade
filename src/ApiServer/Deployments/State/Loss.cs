namespace Tricorder.ApiServer.Deployments.State;

/// <summary>How often a node's agent was lost right after it was given a generation of a module.</summary>
internal sealed record Loss(string ModuleId, string NodeKey, long Generation, int Losses, string Message);

/// <summary>A module that an agent had been given shortly before it was lost.</summary>
internal readonly record struct Suspect(string ModuleId, string NodeKey, long Generation);
