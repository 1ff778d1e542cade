namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>A declaration in a function, as indexes into the tokens: from Start to before End, visible up to ScopeEnd.</summary>
internal readonly record struct CLocal(int Start, int End, int ScopeEnd);
