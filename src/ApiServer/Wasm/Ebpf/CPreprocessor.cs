namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>
/// Phase 4 of translation, without a kernel: directives are obeyed and macros expanded, but what is included stays unknown. Names that
/// nothing defines are 0 in conditions, as in C; the kernel is taken to be one of version 5.15 on x86-64.
/// </summary>
internal sealed class CPreprocessor
{
    private const int MostNesting = 200;

    private const string Predefined = """
        #define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
        #define LINUX_VERSION_CODE KERNEL_VERSION(5, 15, 0)
        #define TASK_COMM_LEN 16
        #define NAME_MAX 255
        #define PATH_MAX 4096
        #define IFNAMSIZ 16
        #define __x86_64__ 1
        #define CONFIG_X86_64 1

        """;

    private readonly Dictionary<string, CMacro> _macros = [];
    private readonly List<CToken> _output = [];
    private readonly List<CToken> _text = [];
    private readonly CExpander _expander;

    // For each open #if: whether its tokens count now, and whether one of its branches has counted already.
    private readonly Stack<(bool Active, bool Done, bool Outer, CToken Place)> _conditions = new();

    private CPreprocessor() => _expander = new CExpander(_macros);

    public List<EbpfProblem> Problems { get; } = [];

    public static (List<CToken> Tokens, List<EbpfProblem> Problems) Run(string source)
    {
        var preprocessor = new CPreprocessor();
        preprocessor.Process(CLexer.Read(Predefined));
        preprocessor.Process(CLexer.Read(source));
        if (preprocessor._conditions.TryPeek(out var open))
        {
            preprocessor.Fail(open.Place, "this #if has no #endif; add it");
        }

        if (preprocessor._expander.Overflowed)
        {
            preprocessor.Problems.Add(EbpfProblem.Error(
                EbpfCodes.TooComplex, "its macros expand to too much text; write it out, or use fewer levels of macros", default));
        }

        return (preprocessor._output, preprocessor.Problems);
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
                }

                at++;
                continue;
            }

            var end = at + 1;
            while (end < tokens.Count && !tokens[end].StartsLine)
            {
                end++;
            }

            // Macros in text are expanded with what was defined before this directive.
            Flush();
            Obey(tokens[at], tokens.GetRange(at + 1, end - at - 1));
            at = end;
        }

        Flush();
    }

    private void Flush()
    {
        if (_text.Count > 0 && !_expander.Overflowed)
        {
            _output.AddRange(_expander.Expand(_text));
        }

        _text.Clear();
    }

    private void Obey(CToken place, List<CToken> line)
    {
        if (line.Count == 0)
        {
            return;
        }

        var rest = line.GetRange(1, line.Count - 1);
        switch (line[0].Text)
        {
            case "if":
                Open(place, Active && Holds(rest));
                break;
            case "ifdef":
                Open(place, Active && IsDefined(rest));
                break;
            case "ifndef":
                Open(place, Active && !IsDefined(rest));
                break;
            case "elif":
                Switch(place, () => Holds(rest));
                break;
            case "else":
                Switch(place, () => true);
                break;
            case "endif":
                Close(place);
                break;
            case "define" when Active && rest.Count > 0 && rest[0].IsIdentifier:
                Define(rest);
                break;
            case "undef" when Active && rest.Count > 0:
                _macros.Remove(rest[0].Text);
                break;
            case "error" when Active:
                Fail(place, "#error " + string.Join(' ', rest.Select(token => token.Text)));
                break;
            case "pragma" when Active && rest.Count > 0:
                _output.Add(place with { Kind = CTokenKind.Pragma, Text = rest[0].Text });
                break;
            default:
                break;
        }
    }

    private void Define(List<CToken> rest)
    {
        if (CMacro.Read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rest)[1..]) is { } macro)
        {
            _macros[rest[0].Text] = macro;
        }
        else
        {
            Fail(rest[0], $"the parameters of the macro '{EbpfProblem.Name(rest[0].Text)}' are malformed");
        }
    }

    private void Open(CToken place, bool holds)
    {
        if (_conditions.Count >= MostNesting)
        {
            Fail(place, $"#if is nested more than {MostNesting} levels deep");
        }

        _conditions.Push((holds, holds, Active, place));
    }

    private void Switch(CToken place, Func<bool> holds)
    {
        if (!_conditions.TryPop(out var condition))
        {
            Fail(place, "there is no #if for this directive");
            return;
        }

        var active = condition.Outer && !condition.Done && holds();
        _conditions.Push(condition with { Active = active, Done = condition.Done || active });
    }

    private void Close(CToken place)
    {
        if (!_conditions.TryPop(out _))
        {
            Fail(place, "there is no #if for this #endif");
        }
    }

    private bool IsDefined(List<CToken> rest) => rest.Count > 0 && _macros.ContainsKey(rest[0].Text);

    private bool Holds(List<CToken> condition)
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
            var defined = name < condition.Count && _macros.ContainsKey(condition[name].Text);
            asked.Add(condition[at] with { Kind = CTokenKind.Number, Text = defined ? "1" : "0" });
            at = name == at + 2 ? name + 1 : name;
        }

        return CExpression.Evaluate(_expander.Expand(asked), _ => 0) is not (null or 0);
    }

    private void Fail(CToken place, string message) => Problems.Add(EbpfProblem.Error(EbpfCodes.Syntax, message, place));
}
