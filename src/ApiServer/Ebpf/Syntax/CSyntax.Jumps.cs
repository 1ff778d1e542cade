using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>
/// Where statements may jump to. A macro of headers may hold a loop or a label: a function is not checked behind one.
/// </content>
internal sealed partial class CSyntax
{
    private readonly HashSet<string> _labelsOfFunction = [];
    private readonly List<CToken> _jumps = [];
    private int _loops;
    private int _switches;
    private bool _hasMacroStatements;

    // GNU: blocks may have labels of their own. Null until somebody asks.
    private bool? _hasLocalLabels;

    private void BeginFunction()
    {
        _labelsOfFunction.Clear();
        _jumps.Clear();
        (_loops, _switches, _hasMacroStatements) = (0, 0, false);
    }

    private void EndFunction()
    {
        if (!_hasMacroStatements && _jumps.Find(jump => !_labelsOfFunction.Contains(jump.Text)) is { Text: not null } jump)
        {
            throw Fail($"there is no label {Describe(jump)} in this function", jump);
        }
    }

    private void AddLabel(CToken name)
    {
        if (!_labelsOfFunction.Add(name.Text) && !name.IsExpanded && !(_hasLocalLabels ??= _tokens.Any(token => token.Is("__label__"))))
        {
            throw Fail($"the label {Describe(name)} is there twice in this function", name);
        }
    }

    private void AddJump()
    {
        if (Current.IsIdentifier && !CWords.IsReserved(Current.Text) && Peek(1).Is(";"))
        {
            _jumps.Add(Current);
        }
    }

    private void CheckPlace(bool isInside, string what)
    {
        if (!isInside && !_hasMacroStatements)
        {
            throw Fail($"{Describe(Current)} is only possible in {what}", Current);
        }
    }
}
