using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// One page of a list, by the rules common to all lists. A token says after which item the next page begins, not how many to skip, so
/// nothing is missed or repeated when items come and go; it is good for the same list with the same filters only.
/// </summary>
internal sealed class Paging
{
    private const int DefaultSize = 50;
    private const int MostSize = 500;
    private const char Separator = '\n';

    private readonly string _list;

    private Paging(string list, int size, string after)
    {
        _list = list;
        Size = size;
        After = after;
    }

    /// <summary>Most items on the page.</summary>
    public int Size { get; }

    /// <summary>Key of the last item on the page before; empty = this is the first page.</summary>
    public string After { get; }

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

        var list = method + Separator + Fingerprint(filters) + Separator;
        return new Paging(list, size == 0 ? DefaultSize : Math.Min(size, MostSize), token.Length == 0 ? "" : Decode(token, list));
    }

    public string TokenAfter(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(_list + key));

    /// <summary><see cref="After"/> where keys are numbers.</summary>
    public int AfterNumber(int onFirstPage) =>
        After.Length == 0 ? onFirstPage
        : int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Invalid();

    private static string Decode(string token, string list)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            return text.Length > list.Length && text.StartsWith(list, StringComparison.Ordinal) ? text[list.Length..] : throw Invalid();
        }
        catch (FormatException)
        {
            throw Invalid();
        }
    }

    private static InvalidArgumentException Invalid() => new(
        "page_token",
        "is not a token of this list with these filters; use next_page_token as it came, or begin without a token",
        "PAGE_TOKEN_INVALID");

    private static string Fingerprint(ReadOnlySpan<string> filters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var filter in filters)
        {
            var bytes = Encoding.UTF8.GetBytes(filter);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
