namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>A limit as people read it, such as <c>64 KiB</c>.</summary>
internal static class ByteText
{
    public static string Of(int bytes) => bytes % (1024 * 1024) == 0 ? $"{bytes / (1024 * 1024)} MiB" : $"{bytes / 1024} KiB";
}
