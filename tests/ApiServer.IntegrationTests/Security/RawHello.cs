namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>The beginning of a handshake, spoken by hand: the TLS library here would not say it, or not stop after it.</summary>
internal static class RawHello
{
    /// <summary>A client that knows nothing newer than TLS 1.1.</summary>
    public static byte[] Tls11 { get; } = Of(minor: 2, [0xC0, 0x09, 0xC0, 0x0A, 0x00, 0x2F]);

    public static byte[] Tls12 { get; } = Of(minor: 3, [0xC0, 0x2B]);

    private static byte[] Of(byte minor, byte[] ciphers)
    {
        // P-256, uncompressed points, ECDSA with SHA-256
        byte[] extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3];
        byte[] body =
        [
            3, minor, .. new byte[32], 0, 0, (byte)ciphers.Length, .. ciphers, 1, 0, 0, (byte)extensions.Length, .. extensions,
        ];
        return [22, 3, 1, 0, (byte)(body.Length + 4), 1, 0, 0, (byte)body.Length, .. body];
    }
}
