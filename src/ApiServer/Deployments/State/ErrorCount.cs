using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>On how many agents the same error was the last one.</summary>
internal readonly record struct ErrorCount(string Text, int Count, ModuleErrorKind Kind);
