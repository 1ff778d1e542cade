using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Changes;

/// <summary>Where a subscriber was: opaque to clients, valid for the same subscription of the same process only.</summary>
internal static class ResumeToken
{
    public static string Encode(string epoch, string subscription, long sequence) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch}.{Fingerprint(subscription)}.{sequence}")));

    /// <summary>The sequence in the token; anything that is not a token of this epoch and subscription has expired.</summary>
    public static long Decode(string token, string epoch, string subscription)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('.');
            if (parts.Length == 3 && parts[0] == epoch && parts[1] == Fingerprint(subscription)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            {
                return sequence;
            }
        }
        catch (FormatException)
        {
            // Not a token of ours: the same answer as for one that is too old.
        }

        throw Expired();
    }

    public static OutOfRangeException Expired() =>
        new("RESUME_TOKEN_EXPIRED", "The resume token is not valid here any more; subscribe again without it to get a snapshot.");

    private static string Fingerprint(string subscription) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(subscription)).AsSpan(0, 8));
}
