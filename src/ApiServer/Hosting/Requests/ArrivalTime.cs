namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// How long a request may take to come in. Room was made for it, which it must not keep from others for nothing: a small one has no need
/// of the time of a large one.
/// </summary>
internal static class ArrivalTime
{
    private const double BytesPerSecond = 256 * 1024;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    public static TimeSpan Of(long bytes) => Least + TimeSpan.FromSeconds(bytes / BytesPerSecond);
}
