using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>
/// Knows the grammar of GNU C and checks a preprocessed source against it, without knowing the kernel's headers: a name that nothing
/// declares may be a type or a value, and a macro's arguments may be anything. What no header could make right is an error; a name that
/// stands where only a macro may stand is a warning. Depth is bounded by the depth of brackets; time is linear.
/// </summary>
internal sealed partial class CSyntax
{
    // One in a function or declaration; more help nobody.
    private const int MaxErrors = 10;

    // Casts in a row to types that headers declare. Looking at all that follow would take quadratic time.
    private const int MaxCasts = 8;
    private static readonly CToken Nothing = new(CTokenKind.Punctuator, "", 0, 0);

    private readonly IReadOnlyList<CToken> _tokens;
    private readonly int[] _partners;
    private readonly HashSet<string> _types = [.. CBuiltInTypes.All().Keys];
    private readonly HashSet<string> _values = [];
    private readonly List<string> _ofFunction = [];

    // Those names among them that are parameters.
    private readonly List<string> _ofParameters = [];
    private readonly Dictionary<string, int> _placeholders = [];
    private readonly List<CItem> _items = [];
    private int _at;

    private CSyntax(IReadOnlyList<CToken> tokens)
    {
        _tokens = tokens;
        _partners = CBrackets.Partners(tokens);
    }

    /// <param name="tokens">A source whose brackets match.</param>
    public static CSyntaxResult Check(IReadOnlyList<CToken> tokens)
    {
        var syntax = new CSyntax(tokens);
        var problems = syntax.ReadItems();
        problems.AddRange(syntax._unfinished.Take(MaxErrors));
        problems.AddRange(syntax._placeholders.Values.Select(syntax.Placeholder));
        return new CSyntaxResult(syntax._items, problems, syntax._placeholders.Count > 0);
    }

    private EbpfProblem Placeholder(int at)
    {
        var name = CScriptTokens.IsFormat(At(at), At(at + 1)) ? "%" + At(at + 1).Text : At(at).Text;
        return EbpfProblem.Warning(EbpfCodes.Placeholder,
            $"'{EbpfProblem.Name(name)}' stands where only a macro can, and nothing in this source defines it: a placeholder that a script "
            + "replaces, or misspelt? Replace it, or add a #define", At(at));
    }

    private CToken Current => Peek(0);

    private CToken Previous => _at > 0 ? _tokens[_at - 1] : Nothing;

    private CToken Peek(int ahead) => _at + ahead < _tokens.Count ? _tokens[_at + ahead] : Nothing;

    private bool Is(string text) => Current.Is(text);

    private bool Take(string text)
    {
        if (!Is(text))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Take(text))
        {
            throw Fail($"expected '{text}' before {Describe(Current)}", Current);
        }
    }

    /// <summary>A semicolon is missed where it should be: behind the token before, often in the line before.</summary>
    private void ExpectSemicolon(string what)
    {
        if (!Take(";"))
        {
            throw Fail($"expected ';' after this {what}, before {Describe(Current)}", Behind(Previous));
        }
    }

    /// <summary>Skips brackets with all that is in them.</summary>
    private void SkipBrackets() => _at = _partners[_at] + 1;

    private static CToken Behind(CToken token) => token.IsExpanded ? token : token with { Column = token.Column + token.Text.Length };

    private static string Describe(CToken token) => token.Text.Length == 0 ? "the end" : $"'{EbpfProblem.Name(token.Text)}'";

    private static CSyntaxException Fail(string message, CToken place) => new(EbpfProblem.Error(EbpfCodes.Syntax, message, place));

    /// <summary>Whether a name could be a macro of headers: nothing in the source declares it.</summary>
    private bool IsUnknown(CToken token) =>
        token.IsIdentifier && !CWords.IsReserved(token.Text) && !_types.Contains(token.Text) && !_values.Contains(token.Text);

    private bool IsUnknownMacro(CToken token) => IsUnknown(token) && CWords.LooksLikeMacro(token.Text);

    private void TakePlaceholder()
    {
        _placeholders.TryAdd(Current.Text, _at);
        _hasMacroStatements = true;
        _at++;
    }
}

/// <summary>What a source consists of.</summary>
/// <param name="Items">Functions and declarations; those with an error are left out.</param>
/// <param name="Problems">Errors of syntax, and names that only a macro could make right.</param>
/// <param name="HasPlaceholders">Whether there are such names: they may declare anything.</param>
internal sealed record CSyntaxResult(IReadOnlyList<CItem> Items, IReadOnlyList<EbpfProblem> Problems, bool HasPlaceholders);

/// <summary>Ends the reading of one function or declaration; it never leaves <see cref="CSyntax"/>.</summary>
internal sealed class CSyntaxException(EbpfProblem problem) : Exception(problem.Message)
{
    public EbpfProblem Problem { get; } = problem;
}
