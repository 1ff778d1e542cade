namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>The variables of a function: what is declared where a statement can begin.</summary>
internal static class Locals
{
    public static IEnumerable<(string TypeName, CField Variable)> Of(BccProgram program, BccFunction function)
    {
        var body = function.Body;
        for (var at = 0; at < body.Count; at++)
        {
            var begins = at == 0 || body[at - 1].Text is ";" or "{" or "}" or ")" or ":" || (body[at - 1].Is("(") && at > 1 && body[at - 2].Is("for"));
            if (!begins || !body[at].IsIdentifier || !(program.Types.IsTypeName(body[at].Text) || body[at].Is("static") || LooksDeclared(body, at)))
            {
                continue;
            }

            var end = at;
            while (end < body.Count && !body[end].Is(";") && !body[end].Is(")"))
            {
                end = body[end].Text is "(" or "[" or "{" && body[end].Kind == CTokenKind.Punctuator ? CBrackets.End(body, end) + 1 : end + 1;
            }

            foreach (var variable in program.Types.Variables([.. body.Skip(at).Take(end - at)]))
            {
                yield return variable;
            }

            at = end;
        }
    }

    public static IEnumerable<(string TypeName, CField Variable)> Parameters(BccProgram program, BccFunction function) =>
        function.Parameters.SelectMany(program.Types.Variables);

    /// <summary>Two names in a row, or with a star between, as in <c>sock_t *sk</c>.</summary>
    private static bool LooksDeclared(IReadOnlyList<CToken> body, int at) =>
        at + 1 < body.Count && body[at + 1].IsIdentifier && body[at].Text is not ("return" or "goto" or "else" or "case" or "do" or "sizeof");
}
