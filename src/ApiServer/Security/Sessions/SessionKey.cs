using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>What a session's cookie holds: 256 random bits. The server keeps their SHA-256 only.</summary>
internal static class SessionKey
{
    private const int RandomBytes = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
