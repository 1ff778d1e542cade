namespace Tricorder.ApiServer.Modules.Writing;

/// <summary>A change that a caller asks for.</summary>
/// <param name="ModuleId">Which module.</param>
/// <param name="Edit">
/// What the module should become, given what it is, with its full content. Pure: it may be called again when somebody else was faster.
/// </param>
/// <param name="Etag">What the caller believes the module's etag to be; empty = whatever it is.</param>
internal sealed record ModuleUpdate(string ModuleId, Func<Module, ModuleDraft> Edit, string Etag);
