using Tricorder.ApiServer.Ebpf.Syntax;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>The variables of a function, each in its scope.</summary>
internal static class Locals
{
    /// <summary>In the order of their declarations; types that a block declares are known in that block.</summary>
    public static IEnumerable<CVariable> Of(BccProgram program, BccFunction function)
    {
        var scopes = new Stack<(int End, CTypes Types)>();
        scopes.Push((int.MaxValue, new CTypes(program.Types)));
        foreach (var local in function.Locals)
        {
            while (scopes.Peek().End <= local.Start)
            {
                scopes.Pop();
            }

            if (local.ScopeEnd < scopes.Peek().End)
            {
                scopes.Push((local.ScopeEnd, new CTypes(scopes.Peek().Types)));
            }

            var types = scopes.Peek().Types;
            var declaration = WithoutInitializers(function.Body, local);
            if (declaration.Count > 0 && declaration[0].Is("typedef"))
            {
                types.Declare(declaration);
                continue;
            }

            var isOnStack = !declaration.Exists(token => token.Is("static") || token.Is("extern"));
            foreach (var (type, variable) in types.Variables(declaration))
            {
                yield return new CVariable(variable, type, local.Start, local.ScopeEnd, isOnStack);
            }
        }
    }

    /// <summary>Initialisers say nothing about types, and those with statements in them may be long and nested.</summary>
    private static List<CToken> WithoutInitializers(IReadOnlyList<CToken> body, CLocal local)
    {
        var kept = new List<CToken>();
        var (depth, skips) = (0, false);
        for (var at = local.Start; at < local.End; at++)
        {
            var isPunctuator = body[at].Kind == CTokenKind.Punctuator;
            depth += isPunctuator && body[at].Text is "(" or "[" or "{" ? 1 : isPunctuator && body[at].Text is ")" or "]" or "}" ? -1 : 0;
            skips = depth > 0 ? skips : body[at].Is("=") || (skips && !body[at].Is(","));
            if (!skips)
            {
                kept.Add(body[at]);
            }
        }

        return kept;
    }

    public static IEnumerable<CVariable> Parameters(BccProgram program, BccFunction function) => function.Parameters
        .SelectMany(program.Types.Variables)
        .Select(found => new CVariable(found.Variable, found.Type, -1, int.MaxValue, IsOnStack: false));

    /// <summary>The bytes of all variables that live at the same time, where they are most: blocks that exclude each other share.</summary>
    public static long Deepest(BccProgram program, BccFunction function)
    {
        var living = new Stack<CVariable>();
        var (now, most) = (0L, 0L);
        foreach (var variable in Of(program, function).Where(variable => variable.IsOnStack))
        {
            while (living.TryPeek(out var last) && last.ScopeEnd <= variable.Start)
            {
                now -= living.Pop().Field.Size;
            }

            living.Push(variable);
            now += variable.Field.Size;
            most = Math.Max(most, now);
        }

        return most;
    }
}
