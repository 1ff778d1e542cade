using Tricorder.ApiServer.Ebpf.Types;

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

/// <summary>A variable of a function.</summary>
/// <param name="Field">Its name and layout.</param>
/// <param name="Type">The type that its declaration begins with: what it points to, if it is a pointer. Null when it is not known.</param>
/// <param name="Start">Where it is declared: an index into the function's tokens, -1 for a parameter.</param>
/// <param name="ScopeEnd">Up to where its name means it.</param>
/// <param name="IsOnStack">Whether it takes stack.</param>
internal sealed record CVariable(CField Field, CType? Type, int Start, int ScopeEnd, bool IsOnStack);
