using Tricorder.ApiServer.Ebpf.Syntax;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>A function of a BCC program.</summary>
/// <param name="Name">Its name; for BCC's own macros the one they give it.</param>
/// <param name="Place">Where the name stands.</param>
/// <param name="ReturnType">The tokens before the name.</param>
/// <param name="Parameters">The tokens of each parameter; none for <c>(void)</c>.</param>
/// <param name="Body">The tokens between its braces.</param>
/// <param name="Locals">What is declared in the body, as indexes into its tokens.</param>
/// <param name="FromMacro">Defined with a macro of BCC's, which gives it the right signature.</param>
internal sealed record BccFunction(
    string Name, CToken Place, IReadOnlyList<CToken> ReturnType, IReadOnlyList<IReadOnlyList<CToken>> Parameters,
    IReadOnlyList<CToken> Body, IReadOnlyList<CLocal> Locals, bool FromMacro)
{
    public bool IsStatic => ReturnType.Any(token => token.Is("static"));

    /// <summary>Whether its body calls a function, a helper of the kernel's or a method of a map.</summary>
    public bool CallsAnything => Enumerable.Range(0, Math.Max(0, Body.Count - 1)).Any(at =>
        Body[at].IsIdentifier && Body[at + 1].Is("(") && !CWords.IsReserved(Body[at].Text));

    public bool ReturnsNothing => ReturnType.Any(token => token.Is("void")) && !ReturnType.Any(token => token.Is("*"));
}
