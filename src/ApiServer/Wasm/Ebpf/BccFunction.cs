namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>A function of a BCC program.</summary>
/// <param name="Name">Its name; for BCC's own macros the one they give it.</param>
/// <param name="Place">Where the name stands.</param>
/// <param name="ReturnType">The tokens before the name.</param>
/// <param name="Parameters">The tokens of each parameter; none for <c>(void)</c>.</param>
/// <param name="Body">The tokens between its braces.</param>
/// <param name="FromMacro">Defined with a macro of BCC's, which gives it the right signature.</param>
internal sealed record BccFunction(
    string Name, CToken Place, IReadOnlyList<CToken> ReturnType, IReadOnlyList<IReadOnlyList<CToken>> Parameters,
    IReadOnlyList<CToken> Body, bool FromMacro)
{
    public bool IsStatic => ReturnType.Any(token => token.Is("static"));

    public bool ReturnsNothing => ReturnType.Any(token => token.Is("void")) && !ReturnType.Any(token => token.Is("*"));
}
