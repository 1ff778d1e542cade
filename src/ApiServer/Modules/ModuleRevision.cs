namespace Tricorder.ApiServer.Modules;

/// <summary>One immutable revision of a module.</summary>
internal sealed record ModuleRevision(string ModuleId, int Revision, ModuleContent Content, DateTimeOffset CreateTime);
