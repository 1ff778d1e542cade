using Tricorder.ApiServer.Ebpf;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>The events that a preview runs: the caller's, or some made up from what the eBPF program says about its events.</summary>
internal static class PreviewEvents
{
    private const int GeneratedByDefault = 3;
    private const int MaxGenerated = 1000;

    /// <param name="given">The caller's events.</param>
    /// <param name="max">Run at most so many; 0 = all, or 3 made-up ones.</param>
    public static void ThrowIfRefused(IReadOnlyList<ReadOnlyMemory<byte>> given, int max)
    {
        var violations = new List<FieldViolation>();
        if (max < 0)
        {
            violations.Add(new FieldViolation("max_events", "must not be negative; 0 means all that were given"));
        }

        if (given.Count > SandboxLimits.Events)
        {
            violations.Add(new FieldViolation("input", $"has {given.Count} events; at most {SandboxLimits.Events} are run"));
        }

        for (var index = 0; index < given.Count && violations.Count < 10; index++)
        {
            if (given[index].Length > ModuleLimits.EventSize)
            {
                violations.Add(new FieldViolation(
                    $"input[{index}]", $"has {given[index].Length} bytes; an event has at most {ModuleLimits.EventSize}"));
            }
        }

        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations);
        }
    }

    public static IReadOnlyList<ReadOnlyMemory<byte>> Generate(EbpfProgram program, int max)
    {
        var count = max == 0 ? GeneratedByDefault : Math.Min(max, MaxGenerated);
        var layout = program.Format == ProgramFormat.Text
            ? EventSamples.LayoutOf(program.Source, program.PerfBufferNames.Count > 0 ? program.PerfBufferNames[0] : "")
            : null;
        if (layout is null && program.EventSize <= 0)
        {
            throw new InvalidArgumentException(
            [
                new FieldViolation("input",
                    "is required: what an event looks like can not be told from ebpf.source (a structure submitted with perf_submit) and "
                    + "ebpf.event_size is not given"),
            ]);
        }

        return
        [
            .. Enumerable.Range(0, count).Select(index => (ReadOnlyMemory<byte>)(
                layout is not null ? EventSamples.Make(layout, index) : EventSamples.Make(program.EventSize, index))),
        ];
    }
}
