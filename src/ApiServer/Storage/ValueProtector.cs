using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>Encrypts what is stored for one purpose. Keys that cannot be used are told as what they are, not as a defect.</summary>
internal sealed class ValueProtector(IDataProtectionProvider protection, string purpose)
{
    public const string UnusableReason = "KEYS_UNUSABLE";

    private readonly IDataProtector _protector = protection.CreateProtector(purpose);

    public string Protect(string value) => Try(() => _protector.Protect(value));

    public byte[] Protect(byte[] value) => Try(() => _protector.Protect(value));

    /// <summary>Null when it was protected by keys that are not there any more, or cannot be read.</summary>
    public string? Unprotect(string value) => TryUnprotect(() => _protector.Unprotect(value));

    public byte[]? Unprotect(byte[] value) => TryUnprotect(() => _protector.Unprotect(value));

    private static T Try<T>(Func<T> protect)
    {
        try
        {
            return protect();
        }
        catch (Exception e)
        {
            // Whatever is wrong with a file of keys, from XML that does not parse to rights that lack.
            throw new UnavailableException(
                UnusableReason,
                "The server cannot use the keys that it protects stored secrets with; nothing was changed. See its log and /readyz.",
                inner: e);
        }
    }

    private static T? TryUnprotect<T>(Func<T> unprotect)
        where T : class
    {
        try
        {
            return unprotect();
        }
        catch (Exception)
        {
            return null; // The log of the start says that the keys are not usable.
        }
    }
}
