using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>What preprocessing leaves that is neither C's nor the compiler's concern.</summary>
internal static class CScriptTokens
{
    /// <summary>
    /// Makes one name of <c>##NAME##</c>, a form of placeholder that scripts replace, and drops <c>_Pragma("...")</c>.
    /// </summary>
    public static List<CToken> Join(List<CToken> tokens)
    {
        if (!tokens.Exists(token => token.Is("##") || token.Is("_Pragma")))
        {
            return tokens;
        }

        var joined = new List<CToken>(tokens.Count);
        for (var at = 0; at < tokens.Count; at++)
        {
            CToken Ahead(int steps) => at + steps < tokens.Count ? tokens[at + steps] : default;
            if (tokens[at].Is("##") && Ahead(1).IsIdentifier && Ahead(2).Is("##"))
            {
                joined.Add(tokens[at] with { Kind = CTokenKind.Identifier, Text = $"##{Ahead(1).Text}##" });
                at += 2;
            }
            else if (tokens[at].Is("_Pragma") && Ahead(1).Is("(") && Ahead(2).Kind == CTokenKind.Text && Ahead(3).Is(")"))
            {
                at += 3;
            }
            else
            {
                joined.Add(tokens[at]);
            }
        }

        return joined;
    }

    /// <summary>Whether two tokens are <c>%s</c> or the like, which Python's operator % replaces.</summary>
    public static bool IsFormat(CToken percent, CToken letter) => percent.Is("%") && letter.IsIdentifier && !letter.AfterSpace
        && letter.Text is "s" or "d" or "i" or "u" or "x" or "ld" or "lu" or "lld" or "llu" or "lx" or "r";
}
