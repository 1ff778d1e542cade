namespace Tricorder.ApiServer.Ebpf.Tokens;

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
