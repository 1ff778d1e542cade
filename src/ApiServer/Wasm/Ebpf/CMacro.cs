namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>A #define.</summary>
/// <param name="Parameters">Null when it takes none, not even parentheses.</param>
/// <param name="Variadic">Whether it takes more, as __VA_ARGS__.</param>
/// <param name="Body">What it stands for.</param>
internal sealed record CMacro(IReadOnlyList<string>? Parameters, bool Variadic, IReadOnlyList<CToken> Body)
{
    private const int MostParameters = 127;

    /// <summary>From what follows <c>#define NAME</c> on its line; null when it is malformed.</summary>
    public static CMacro? Read(ReadOnlySpan<CToken> rest)
    {
        if (rest.IsEmpty || !rest[0].Is("(") || rest[0].AfterSpace)
        {
            return new CMacro(null, false, rest.ToArray());
        }

        var parameters = new List<string>();
        var variadic = false;
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at].Is(")"))
            {
                return new CMacro(parameters, variadic, rest[(at + 1)..].ToArray());
            }

            if (rest[at].Is("..."))
            {
                variadic = true;
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
