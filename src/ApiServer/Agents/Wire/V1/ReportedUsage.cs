using Google.Protobuf.WellKnownTypes;
using Heartbeat = Tricorder.ApiServer.V1.Heartbeat;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>What a heartbeat says of modules, made bounded: agents may send anything, and it is summed, kept and shown.</summary>
internal static class ReportedUsage
{
    public const int MaxModules = 4096;
    public const int MaxError = 1024;

    /// <summary>Of all errors of one heartbeat: it is kept until the next one.</summary>
    public const int MaxErrors = 64 * 1024;

    /// <summary>
    /// In the order of the heartbeat. Of a module that is named twice the last counts; one without the id of a module is left out.
    /// </summary>
    public static IReadOnlyList<ModuleUsage> Of(Heartbeat heartbeat)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var all = new List<ModuleUsage>(Math.Min(heartbeat.Usage.Count, 64));
        var room = MaxErrors;
        foreach (var usage in heartbeat.Usage)
        {
            if (!WireIds.TryRead(usage.ModuleId, out var id))
            {
                continue;
            }

            var one = Of(id, usage, room);
            if (places.TryGetValue(one.ModuleId, out var place))
            {
                all[place] = one;
            }
            else if (all.Count < MaxModules)
            {
                places[one.ModuleId] = all.Count;
                all.Add(one);
            }

            room = Math.Max(0, room - one.LastError.Length);
        }

        return all;
    }

    private static ModuleUsage Of(string id, Tricorder.ApiServer.V1.ModuleUsage usage, int room)
    {
        var error = ReportedText.Message(usage.LastError, Math.Min(MaxError, room));
        return new ModuleUsage(
            id,
            Counter(usage.Events),
            Counter(usage.LostEvents),
            Counter(usage.RowsWritten),
            Counter(usage.Errors),
            error,
            Time(usage.CpuTime),
            Counter(usage.MemoryBytes),
            error.Length > 0 && System.Enum.IsDefined((ModuleErrorKind)usage.LastErrorKind)
                ? (ModuleErrorKind)usage.LastErrorKind
                : ModuleErrorKind.None);
    }

    private static long Counter(long value) => Math.Clamp(value, 0, ModuleUsage.MaxCounted);

    private static TimeSpan Time(Duration? time) => time is null
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Clamp(time.Seconds + (time.Nanos / 1e9), 0, ModuleUsage.MaxCpuTime.TotalSeconds));
}
