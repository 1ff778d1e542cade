namespace Tricorder.ApiServer.Wasm.Ebpf;

/// <summary>Finds <c>buffer.perf_submit(ctx, &amp;event, sizeof(event))</c> and the type of the event.</summary>
internal static class EventSubmits
{
    public static IEnumerable<EventSubmit> Find(BccProgram program, BccFunction function)
    {
        var body = function.Body;
        var variables = new Lazy<Dictionary<string, (string TypeName, CField Variable)>>(() => Variables(program, function));
        for (var at = 0; at + 3 < body.Count; at++)
        {
            if (body[at].IsIdentifier && body[at + 1].Is(".") && body[at + 2].Text.StartsWith("perf_submit", StringComparison.Ordinal)
                && body[at + 3].Is("("))
            {
                var arguments = CBrackets.Split([.. body.Skip(at + 4).Take(CBrackets.End(body, at + 3) - at - 4)], ",");
                // perf_submit_skb(skb, skb_size, data, size) has one more before the data.
                var data = body[at + 2].Text == "perf_submit_skb" ? 2 : 1;
                yield return new EventSubmit(
                    body[at].Text, body[at], data < arguments.Count ? LayoutOf(program, variables.Value, arguments[data]) : null);
            }
        }
    }

    private static CType? LayoutOf(
        BccProgram program, Dictionary<string, (string TypeName, CField Variable)> variables, IReadOnlyList<CToken> argument)
    {
        var (name, isAddress) = argument switch
        {
            [{ Text: "&" }, { IsIdentifier: true } held] => (held.Text, true),
            [{ IsIdentifier: true } pointer] => (pointer.Text, false),
            _ => ("", false),
        };
        if (!variables.TryGetValue(name, out var found))
        {
            return null;
        }

        var layout = isAddress ? found.Variable.Type : program.Types.Find(found.TypeName);
        return layout is { Size: > 0 } && found.Variable.Count == 1 ? layout : null;
    }

    private static Dictionary<string, (string TypeName, CField Variable)> Variables(BccProgram program, BccFunction function)
    {
        var byName = new Dictionary<string, (string TypeName, CField Variable)>();
        foreach (var found in Locals.Of(program, function).Concat(Locals.Parameters(program, function)))
        {
            byName.TryAdd(found.Variable.Name, found);
        }

        return byName;
    }
}
