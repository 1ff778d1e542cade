using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>Finds <c>buffer.perf_submit(ctx, &amp;event, sizeof(event))</c> and the type of the event.</summary>
internal static class EventSubmits
{
    public static IEnumerable<EventSubmit> Find(BccProgram program, BccFunction function)
    {
        var body = function.Body;
        var scope = new Lazy<CScope>(() => new CScope(program, function));
        for (var at = 0; at + 3 < body.Count; at++)
        {
            if (body[at].IsIdentifier && body[at + 1].Is(".") && body[at + 2].Text.StartsWith("perf_submit", StringComparison.Ordinal)
                && body[at + 3].Is("("))
            {
                var arguments = CBrackets.FirstArguments(body, at + 3, most: 3);
                // perf_submit_skb(skb, skb_size, data, size) has one more before the data.
                var data = body[at + 2].Text == "perf_submit_skb" ? 2 : 1;
                yield return new EventSubmit(
                    body[at].Text, body[at], data < arguments.Count ? LayoutOf(scope.Value, arguments[data], at) : null);

                // A call in the arguments of a call submits nothing that can be told; reading it again would take quadratic time.
                at = CBrackets.End(body, at + 3);
            }
        }
    }

    private static CType? LayoutOf(CScope scope, IReadOnlyList<CToken> argument, int at)
    {
        var (name, isAddress) = argument switch
        {
            [{ Text: "&" }, { IsIdentifier: true } held] => (held.Text, true),
            [{ IsIdentifier: true } pointer] => (pointer.Text, false),
            _ => ("", false),
        };
        if (scope.Find(name, at) is not { Field.Count: 1 } found)
        {
            return null;
        }

        var layout = isAddress ? found.Field.Type : found.Type;
        return layout is { Size: > 0 } ? layout : null;
    }
}

/// <summary>A call of perf_submit.</summary>
/// <param name="Buffer">The perf buffer.</param>
/// <param name="Place">Where.</param>
/// <param name="Layout">The layout of what is submitted; null when it can not be told.</param>
internal sealed record EventSubmit(string Buffer, CToken Place, CType? Layout);
