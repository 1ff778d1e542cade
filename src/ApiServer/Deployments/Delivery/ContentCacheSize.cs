namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>How many bytes the cache of programs may hold: where nothing is configured, a share of what the process may use.</summary>
internal static class ContentCacheSize
{
    private const long Share = 16;
    private const long Min = 8 * 1024 * 1024; // Two modules of the largest size.
    private const long Max = 256 * 1024 * 1024;

    /// <param name="configured">Null: by the limit.</param>
    /// <param name="memoryLimit">Of the process: that of its container, where it has one.</param>
    public static long Of(long? configured, long memoryLimit) => configured ?? Math.Clamp(memoryLimit / Share, Min, Max);

    public static long Of(long? configured) => Of(configured, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
