namespace Tricorder.ApiServer.Ebpf.Tokens;

/// <summary>A token of C. What a macro gave has the place where the macro was used: authors look there; IsExpanded tells.</summary>
internal readonly record struct CToken(
    CTokenKind Kind, string Text, int Line, int Column, bool StartsLine = false, bool AfterSpace = false, bool IsExpanded = false)
{
    public bool Is(string text) => Kind is CTokenKind.Punctuator or CTokenKind.Identifier && Text == text;

    public bool IsIdentifier => Kind == CTokenKind.Identifier;

    public CToken At(CToken place) => this with { Line = place.Line, Column = place.Column, StartsLine = false, IsExpanded = true };
}

internal enum CTokenKind
{
    Identifier,
    Number,
    Text,
    Character,
    Punctuator,

    /// <summary>
    /// A quote that is not closed on its line. No error where nobody looks: in comments of directives and in what #if leaves out.
    /// </summary>
    Stray,

    /// <summary>A comment that is not closed: the rest of the file.</summary>
    OpenComment,
}
