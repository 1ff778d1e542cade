using System.Globalization;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// One page of a list, by the rules common to all lists. A token says after which item the next page begins, not how many to skip, so
/// nothing is missed or repeated when items come and go; it is good for the same list with the same filters only.
/// </summary>
internal sealed class Paging
{
    private const int DefaultSize = 50;
    private const int MaxSize = 500;

    private readonly byte[] _list;
    private readonly IReadOnlyList<string> _after;

    private Paging(byte[] list, int size, IReadOnlyList<string> after)
    {
        _list = list;
        Size = size;
        _after = after;
    }

    /// <summary>Most items on the page.</summary>
    public int Size { get; }

    /// <summary>Key of the last item on the page before; empty = this is the first page.</summary>
    public string After => _after switch
    {
        [] => "",
        [{ Length: > 0 } key] => key,
        _ => throw Invalid(),
    };

    /// <summary><see cref="After"/> where a key has two parts; null = this is the first page.</summary>
    public (string First, string Second)? AfterPair => _after switch
    {
        [] => null,
        [var first, var second] => (first, second),
        _ => throw Invalid(),
    };

    /// <param name="method">The list method's name.</param>
    /// <param name="size">As the caller gave it.</param>
    /// <param name="token">As the caller gave it.</param>
    /// <param name="filters">All that decides what is in the list.</param>
    public static Paging Of(string method, int size, string token, params ReadOnlySpan<string> filters)
    {
        if (size < 0)
        {
            throw new InvalidArgumentException("page_size", "must not be negative; 0 means 50");
        }

        var list = PageToken.Fingerprint([method, .. filters]);
        var after = token.Length == 0 ? [] : PageToken.Decode(token, list) ?? throw Invalid();
        return new Paging(list, size == 0 ? DefaultSize : Math.Min(size, MaxSize), after);
    }

    /// <summary>The token for the page after the item with this key, which may have several parts; each may be any text.</summary>
    public string TokenAfter(params ReadOnlySpan<string> key) => PageToken.Encode(_list, key);

    /// <summary><see cref="After"/> where keys are numbers.</summary>
    public long AfterNumber(long onFirstPage) =>
        _after.Count == 0 ? onFirstPage
        : long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Invalid();

    private static InvalidArgumentException Invalid() => new(
        "page_token",
        "is not a token of this list with these filters; use next_page_token as it came, or begin without a token",
        "PAGE_TOKEN_INVALID");
}
