using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Phase 4 of translation, without a kernel: directives are obeyed and macros expanded, but what is included stays unknown. Names that
/// nothing defines are 0 in conditions, as in C; the kernel is taken to be one of version 5.15 on x86-64.
/// </summary>
internal sealed class CPreprocessor
{
    private const int MaxNesting = 200;
    private const int MaxMiscounted = 10;
    private const char ByteOrderMark = '\uFEFF';

    private const string Predefined = """
        #define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
        #define LINUX_VERSION_CODE KERNEL_VERSION(5, 15, 0)
        #define TASK_COMM_LEN 16
        #define NAME_MAX 255
        #define PATH_MAX 4096
        #define IFNAMSIZ 16
        #define __x86_64__ 1
        #define __clang__ 1
        #define CONFIG_X86_64 1

        """;

    private readonly Dictionary<string, CMacro> _macros = [];
    private readonly HashSet<string> _fromKernel = [];
    private readonly List<CToken> _text = [];
    private readonly CExpander _expander;
    private bool _isPredefined = true;
    private bool _asksKernel;

    // How many are open in the text that is still to be expanded.
    private int _parentheses;

    // For each open #if: whether its tokens count now, whether one of its branches has counted already, and whether the kernel decides.
    private readonly Stack<(bool Active, bool Done, bool Outer, bool Unknown, bool HasElse, CToken Place)> _conditions = new();

    private CPreprocessor() => _expander = new CExpander(_macros);

    public List<CToken> Output { get; } = [];

    public List<EbpfProblem> Problems { get; } = [];

    /// <summary>What is included, without quotes, and where.</summary>
    public List<(string File, CToken Place)> Includes { get; } = [];

    /// <summary>Names in what was left out although another kernel might want it.</summary>
    public HashSet<string> LeftOut { get; } = [];

    public bool Overflowed => _expander.Overflowed;

    public static CPreprocessor Run(string source)
    {
        var preprocessor = new CPreprocessor();
        preprocessor.Process(CLexer.Read(Predefined));
        preprocessor._isPredefined = false;
        preprocessor.Process(CLexer.Read(source.StartsWith(ByteOrderMark) ? source[1..] : source));
        if (preprocessor._conditions.TryPeek(out var open))
        {
            preprocessor.Fail(open.Place, "this #if has no #endif; add it");
        }

        preprocessor.Problems.AddRange(preprocessor._expander.Miscounted.Take(MaxMiscounted).Select(token => EbpfProblem.Error(
            EbpfCodes.Syntax, $"the macro '{EbpfProblem.Name(token.Text)}' takes another number of arguments", token)));
        if (preprocessor._expander.Overflowed)
        {
            preprocessor.Problems.Add(EbpfProblem.Error(
                EbpfCodes.TooComplex, "its macros expand to too much text; write it out, or use fewer levels of macros", default));
        }

        return preprocessor;
    }

    private bool Active => !_conditions.TryPeek(out var condition) || condition.Active;

    private void Process(List<CToken> tokens)
    {
        for (var at = 0; at < tokens.Count;)
        {
            if (!tokens[at].StartsLine || !tokens[at].Is("#"))
            {
                if (Active)
                {
                    _text.Add(tokens[at]);
                    _parentheses += tokens[at].Is("(") ? 1 : tokens[at].Is(")") ? -1 : 0;
                }
                else if (tokens[at].IsIdentifier && _conditions.Peek().Unknown)
                {
                    LeftOut.Add(tokens[at].Text);
                }

                at++;
                continue;
            }

            var end = at + 1;
            while (end < tokens.Count && !tokens[end].StartsLine)
            {
                end++;
            }

            // Macros in text are expanded with what was defined before this directive, but for arguments that go on behind it.
            if (_parentheses <= 0)
            {
                Flush();
            }

            Obey(tokens[at], tokens.GetRange(at + 1, end - at - 1));
            at = end;
        }

        Flush();
    }

    private void Flush()
    {
        if (_text.Count > 0 && !_expander.Overflowed)
        {
            Output.AddRange(_expander.Expand(_text));
        }

        _text.Clear();
        _parentheses = 0;
    }

    private void Obey(CToken place, List<CToken> line)
    {
        // `# 1 "file"` is what a preprocessor leaves of its own.
        if (line.Count == 0 || line[0].Kind == CTokenKind.Number)
        {
            return;
        }

        var rest = line.GetRange(1, line.Count - 1);
        switch (line[0].Text)
        {
            case "if":
                Open(place, Active && Holds(place, rest));
                break;
            case "ifdef" or "ifndef":
                if (Active && rest is not [{ IsIdentifier: true }, ..])
                {
                    Fail(place, $"#{line[0].Text} wants a name");
                }

                Open(place, Active && IsDefined(rest, 0) == (line[0].Text == "ifdef"));
                break;
            case "elif":
                Switch(place, () => Holds(place, rest));
                break;
            case "else":
                Switch(place, () => true, isElse: true);
                break;
            case "endif":
                Close(place);
                break;
            case "define" when Active && rest.Count > 0 && rest[0].IsIdentifier:
                Define(rest);
                break;
            case "undef" when Active && rest is [{ IsIdentifier: true }, ..]:
                _macros.Remove(rest[0].Text);
                break;
            case "error" when Active:
                Refuse(place, "#error " + string.Join(' ', rest.Select(token => token.Text)));
                break;
            case "include" when Active && !IsIncluded(rest):
                Refuse(place, "#include wants \"file\" or <file>");
                break;
            case "include" when Active:
                var bracketed = rest.Skip(1).TakeWhile(token => !token.Is(">")).Select(token => token.Text);
                Includes.Add((rest[0].Kind == CTokenKind.Text ? rest[0].Text.Trim('"') : string.Concat(bracketed), place));
                break;
            case "define" or "undef" when Active:
                Refuse(place, $"#{line[0].Text} wants a name");
                break;
            case "define" or "undef" or "error" or "include" or "include_next" or "pragma" or "line" or "ident" or "warning":
                break;
            default:
                if (Active)
                {
                    Refuse(place, $"#{EbpfProblem.Name(line[0].Text)} is no directive; misspelt?");
                }

                break;
        }
    }

    private bool IsIncluded(List<CToken> rest) => rest.Count > 0
        && (rest[0].Kind is CTokenKind.Text or CTokenKind.Stray || rest[0].Is("<") || _macros.ContainsKey(rest[0].Text));

    private void Define(List<CToken> rest)
    {
        if (rest[0].Is("defined"))
        {
            Fail(rest[0], "'defined' can be no macro");
        }
        else if (CMacro.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rest)[1..], out var problem) is { } macro)
        {
            _macros[rest[0].Text] = macro;
            if (_isPredefined)
            {
                _fromKernel.Add(rest[0].Text);
            }
            else
            {
                _fromKernel.Remove(rest[0].Text);
            }
        }
        else
        {
            Fail(rest[0], $"the macro '{EbpfProblem.Name(rest[0].Text)}' is malformed: {problem}");
        }
    }

    private void Open(CToken place, bool holds)
    {
        if (_conditions.Count >= MaxNesting)
        {
            Fail(place, $"#if is nested more than {MaxNesting} levels deep");
        }

        var unknown = (Active && TakeAsksKernel()) || (_conditions.TryPeek(out var outer) && outer.Unknown);
        _conditions.Push((holds, holds, Active, unknown, false, place));
    }

    private void Switch(CToken place, Func<bool> holds, bool isElse = false)
    {
        if (!_conditions.TryPop(out var condition))
        {
            Fail(place, "there is no #if for this directive");
            return;
        }

        if (condition is { HasElse: true, Outer: true })
        {
            Fail(place, "the #else of this #if is there already; only #endif may follow");
        }

        var active = condition.Outer && !condition.Done && holds();
        condition = condition with { Active = active, Done = condition.Done || active, Unknown = condition.Unknown | TakeAsksKernel() };
        _conditions.Push(condition with { HasElse = condition.HasElse || isElse });
    }

    private void Close(CToken place)
    {
        if (!_conditions.TryPop(out _))
        {
            Fail(place, "there is no #if for this #endif");
        }
    }

    /// <summary>Whether the last condition asked for something that only the kernel's headers know.</summary>
    private bool TakeAsksKernel()
    {
        var asks = _asksKernel;
        _asksKernel = false;
        return asks;
    }

    private bool IsDefined(List<CToken> tokens, int at)
    {
        var defined = at < tokens.Count && _macros.ContainsKey(tokens[at].Text);
        _asksKernel |= !defined || _fromKernel.Contains(tokens[at].Text);
        return defined;
    }

    private bool Holds(CToken place, List<CToken> condition)
    {
        var asked = new List<CToken>();
        for (var at = 0; at < condition.Count; at++)
        {
            if (!condition[at].Is("defined"))
            {
                asked.Add(condition[at]);
                continue;
            }

            var name = at + 1 < condition.Count && condition[at + 1].Is("(") ? at + 2 : at + 1;
            var isClosed = name == at + 1 || (name + 1 < condition.Count && condition[name + 1].Is(")"));
            if (name >= condition.Count || !condition[name].IsIdentifier || !isClosed)
            {
                Fail(condition[at], "'defined' wants a name, or a name in parentheses");
                return false;
            }

            asked.Add(condition[at] with { Kind = CTokenKind.Number, Text = IsDefined(condition, name) ? "1" : "0" });
            at = name == at + 2 ? name + 1 : name;
        }

        _asksKernel |= asked.Exists(token => token.IsIdentifier && _fromKernel.Contains(token.Text));
        var expanded = _expander.Expand(asked);
        _asksKernel |= expanded.Exists(token => token.IsIdentifier);
        if (CCondition.Problem(expanded) is { } problem)
        {
            Fail(place, problem);
        }

        return CExpression.Evaluate(expanded, _ => 0) is not (null or 0);
    }

    private void Refuse(CToken place, string message)
    {
        if (_conditions.TryPeek(out var condition) && condition.Unknown)
        {
            Problems.Add(
                EbpfProblem.Warning(EbpfCodes.Syntax, $"depending on the node's kernel, this refuses to compile: {message}", place));
        }
        else
        {
            Fail(place, message);
        }
    }

    private void Fail(CToken place, string message) => Problems.Add(EbpfProblem.Error(EbpfCodes.Syntax, message, place));
}
