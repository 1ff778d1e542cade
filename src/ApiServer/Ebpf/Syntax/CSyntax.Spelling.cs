using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <content>Words of C that are misspelt where an unknown name could stand too.</content>
internal sealed partial class CSyntax
{
    // Names before a colon, anywhere in the source; null until somebody asks.
    private HashSet<string>? _labels;

    /// <summary>At a name that is read as a type.</summary>
    private void CheckSpelling()
    {
        if (IsUnknown(Current) && CMisspelt.WordFor(Current.Text) is { } word)
        {
            throw Misspelt(word);
        }
    }

    /// <summary>At the first name of a statement.</summary>
    private void CheckStatementSpelling()
    {
        if (!IsUnknown(Current) || CMisspelt.WordFor(Current.Text) is not { } word)
        {
            return;
        }

        // `retrun;`, `retrun -1;`, `retrun (x);`, `braek;`, `esle {`, `whlie (x) {`, `defualt:`; a variable could be assigned to.
        var next = Peek(1);
        var isStatement = CWords.Statements.Contains(word) || word == "else";
        if (next.IsIdentifier || (isStatement && next.Text is not ("=" or "." or "->" or "[" or "++" or "--")))
        {
            throw Misspelt(word);
        }
    }

    private CSyntaxException Misspelt(string word) => Fail($"{Describe(Current)} is unknown; is it '{word}', misspelt?", Current);

    private bool IsLabel(CToken name)
    {
        if (_labels is null)
        {
            _labels = [];
            for (var at = 0; at + 1 < _tokens.Count; at++)
            {
                if (_tokens[at].IsIdentifier && _tokens[at + 1].Is(":"))
                {
                    _labels.Add(_tokens[at].Text);
                }
            }
        }

        return name.IsIdentifier && _labels.Contains(name.Text);
    }
}
