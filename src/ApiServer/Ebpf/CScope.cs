namespace Tricorder.ApiServer.Ebpf;

/// <summary>Which variable a name means, asked from the first token of a function to its last.</summary>
internal sealed class CScope
{
    private readonly Queue<CVariable> _ahead;
    private readonly Dictionary<string, Stack<CVariable>> _seen = [];

    public CScope(BccProgram program, BccFunction function) =>
        _ahead = new Queue<CVariable>(Locals.Parameters(program, function).Concat(Locals.Of(program, function)));

    /// <summary>The innermost variable of that name at an index; null when there is none.</summary>
    public CVariable? Find(string name, int at)
    {
        while (_ahead.TryPeek(out var next) && next.Start < at)
        {
            if (!_seen.TryGetValue(next.Field.Name, out var same))
            {
                _seen[next.Field.Name] = same = new Stack<CVariable>();
            }

            same.Push(_ahead.Dequeue());
        }

        if (!_seen.TryGetValue(name, out var found))
        {
            return null;
        }

        while (found.TryPeek(out var innermost) && innermost.ScopeEnd <= at)
        {
            found.Pop();
        }

        return found.TryPeek(out var meant) ? meant : null;
    }
}
