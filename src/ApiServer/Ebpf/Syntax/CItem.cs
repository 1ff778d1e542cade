namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>A function or a declaration at the top level, as indexes into the tokens.</summary>
/// <param name="Start">Its first token.</param>
/// <param name="End">Behind its last token.</param>
/// <param name="Name">The name of a function, or of the macro that begins one; -1 for a declaration.</param>
/// <param name="Parameters">The parenthesis that opens the parameters; -1 for a declaration.</param>
/// <param name="Body">The brace that opens the body; -1 for a declaration.</param>
/// <param name="Locals">What is declared in the body.</param>
internal sealed record CItem(int Start, int End, int Name, int Parameters, int Body, IReadOnlyList<CLocal> Locals)
{
    public static CItem Declaration(int start, int end) => new(start, end, -1, -1, -1, []);
}

/// <summary>A declaration in a function, as indexes into the tokens: from Start to before End, visible up to ScopeEnd.</summary>
internal readonly record struct CLocal(int Start, int End, int ScopeEnd);
