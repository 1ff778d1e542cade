using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Modules.Writing;

/// <summary>A module as it was stored, and what validation had to say beside errors.</summary>
internal sealed record ModuleResult(Module Module, IReadOnlyList<Finding> Findings);
