namespace Tricorder.ApiServer.Agents;

/// <summary>What an operator wants changed; null = as it is.</summary>
internal sealed record AgentChange(bool? Cordoned, IReadOnlyDictionary<string, string>? Labels);
