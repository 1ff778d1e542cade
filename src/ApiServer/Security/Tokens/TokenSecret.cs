using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>
/// What a token's bearer sends: <c>trk_&lt;12 hex&gt;_&lt;64 hex&gt;</c>. The first part finds the token; the second is 256 random bits.
/// </summary>
internal sealed partial record TokenSecret(string Lookup, string Text)
{
    public const string Prefix = "trk_";

    private const int LookupBytes = 6;
    private const int RandomBytes = 32;

    // Ready-made: salted PBKDF2 with 100,000 rounds, in a form that says how it was made.
    private static readonly PasswordHasher<TokenSecret> Hasher = new();

    public static TokenSecret Create()
    {
        var lookup = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(LookupBytes));
        return new TokenSecret(lookup, $"{lookup}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}");
    }

    /// <summary>Null when the text has not the form of a token.</summary>
    public static TokenSecret? Parse(string text) =>
        Form().IsMatch(text) ? new TokenSecret(text[..(Prefix.Length + (2 * LookupBytes))], text) : null;

    /// <summary>Takes tens of milliseconds.</summary>
    public string SlowHash() => Hasher.HashPassword(this, Text);

    /// <summary>Takes tens of milliseconds.</summary>
    public bool Matches(string slowHash) => Hasher.VerifyHashedPassword(this, slowHash, Text) != PasswordVerificationResult.Failed;

    public byte[] FastHash() => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Text));

    /// <summary>Not the secret: records print themselves.</summary>
    public override string ToString() => Lookup + "_…";

    [GeneratedRegex(@"\Atrk_[0-9a-f]{12}_[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
