namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>A #define.</summary>
/// <param name="Parameters">Null when it takes none, not even parentheses.</param>
/// <param name="More">The name of what more it takes, such as __VA_ARGS__; null when it takes no more.</param>
/// <param name="Body">What it stands for.</param>
internal sealed record CMacro(IReadOnlyList<string>? Parameters, string? More, IReadOnlyList<CToken> Body)
{
    private const int MostParameters = 127;

    /// <summary>From what follows <c>#define NAME</c> on its line; null when it is malformed.</summary>
    public static CMacro? Read(ReadOnlySpan<CToken> rest)
    {
        if (rest.IsEmpty || !rest[0].Is("(") || rest[0].AfterSpace)
        {
            return new CMacro(null, null, rest.ToArray());
        }

        var parameters = new List<string>();
        string? more = null;
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at].Is(")"))
            {
                if (more is not null && parameters.Count > 0 && parameters[^1] == more)
                {
                    parameters.RemoveAt(parameters.Count - 1);
                }

                return new CMacro(parameters, more, rest[(at + 1)..].ToArray());
            }

            if (rest[at].Is("..."))
            {
                // GNU: `args...` is the name of what is more.
                more = at > 1 && rest[at - 1].IsIdentifier ? rest[at - 1].Text : "__VA_ARGS__";
            }
            else if (rest[at].IsIdentifier && parameters.Count < MostParameters)
            {
                parameters.Add(rest[at].Text);
            }
            else if (!rest[at].Is(","))
            {
                return null;
            }
        }

        return null;
    }
}
