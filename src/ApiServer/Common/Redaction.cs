using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Common;

/// <summary>
/// The one place where secrets are taken out of text that is logged, stored or shown: whatever callers, agents, drivers and exceptions
/// wrote. It goes by form, so it takes out what looks like a secret; what is known to be one is never put into text at all.
/// </summary>
internal static class Redaction
{
    public const string Hidden = "***";

    // Linear in the length of the text, whatever the text is: much of it is hostile.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private static readonly (Regex Form, string Replacement)[] Forms =
    [
        (new Regex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(-----END [A-Z ]*PRIVATE KEY-----)?", Linear), Hidden),
        (new Regex(@"(trk_[0-9a-f]{12})_[0-9a-f]+", Linear), "$1_" + Hidden),
        (new Regex(@"eyJ[a-z0-9_-]{8,}\.[a-z0-9_-]+(\.[a-z0-9_-]*)?", Linear), Hidden),
        (new Regex(@"\b(bearer|basic) +[a-z0-9._~+/=-]{8,}", Linear), "$1 " + Hidden),

        // To the last @ before white space: a password may have a slash or an @ in it.
        (new Regex(@"([a-z][a-z0-9+.-]*://)[^\s""'<>]*@", Linear), "$1" + Hidden + "@"),
        .. Pairs(@"\b[a-z_]*(password|passwd|pwd|secret|api_?key)[""']?\s*[=:]\s*"),
        .. Pairs(@"\b[a-z_]*token\s*=\s*"),
        .. Pairs(@"[""'][a-z_]*token[""']\s*:\s*"),
    ];

    // What every form has in it: most text has none of these, and is left alone.
    private static readonly System.Buffers.SearchValues<string> Hints = System.Buffers.SearchValues.Create(
        ["-----BEGIN", "trk_", "eyJ", "bearer", "basic ", "://", "passw", "pwd", "secret", "key", "token"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] SecretNames = ["Password", "Token", "Secret", "ConnectionString", "ApiKey", "PrivateKey"];

    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Hints))
        {
            return text;
        }

        foreach (var (form, replacement) in Forms)
        {
            text = form.Replace(text, replacement);
        }

        return text;
    }

    /// <summary>The value of a setting.</summary>
    public static string Of(string key, string value) =>
        SecretNames.Any(name => key.EndsWith(name, StringComparison.OrdinalIgnoreCase)) ? Hidden : Of(value);

    /// <summary>A key and its value, which keeps its quotes, so that JSON stays JSON.</summary>
    private static IEnumerable<(Regex Form, string Replacement)> Pairs(string key) =>
    [
        (new Regex($@"(?<key>{key})""[^""]*""", Linear), $"${{key}}\"{Hidden}\""),
        (new Regex($@"(?<key>{key})'[^']*'", Linear), $"${{key}}'{Hidden}'"),
        (new Regex($@"(?<key>{key})[^\s;,&""'}}]+", Linear), $"${{key}}{Hidden}"),
    ];
}
