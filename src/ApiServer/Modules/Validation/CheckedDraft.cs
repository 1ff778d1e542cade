using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>A draft with its WASM source compiled, where that worked, and all there is to say about it.</summary>
internal sealed record CheckedDraft(ModuleDraft Draft, IReadOnlyList<Finding> Findings);
