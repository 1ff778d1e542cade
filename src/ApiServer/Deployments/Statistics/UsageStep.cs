using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>What one agent says of a module that it runs, where that has changed.</summary>
/// <param name="Has">What it says now.</param>
/// <param name="Had">What it said before; null: nothing of this module.</param>
/// <param name="IsFirst">Nothing was heard of the agent before: what it counted until then is of another time.</param>
/// <param name="WasThere">It has been online since it said that.</param>
/// <param name="IsThere">It is online now.</param>
internal readonly record struct UsageStep(ModuleUsage Has, ModuleUsage? Had, bool IsFirst, bool WasThere, bool IsThere);
