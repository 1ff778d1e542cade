using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>Events leave the kernel through perf buffers: declared, written to, and read by the agent.</summary>
internal static class PerfBufferRules
{
    public static void Check(
        BccProgram program, IReadOnlyList<(string Field, string Name)> buffers, int eventSize, List<EbpfProblem> problems)
    {
        var submits = program.Functions.SelectMany(function => EventSubmits.Find(program, function)).ToList();
        foreach (var (field, name) in buffers)
        {
            CheckBuffer(program, field, name, submits, problems);
        }

        foreach (var table in program.Tables.Where(table => table.IsPerfBuffer && buffers.All(buffer => buffer.Name != table.Name)))
        {
            problems.Add(EbpfProblem.Warning(EbpfCodes.PerfBufferUnread,
                $"no agent reads the perf buffer '{EbpfProblem.Name(table.Name)}': name it in ebpf.perf_buffer_names", table.Place));
        }

        // The size is that of the events that agents read: other buffers may hold others.
        foreach (var submit in submits.Where(submit => eventSize > 0 && buffers.Any(buffer => buffer.Name == submit.Buffer)
            && submit.Layout is { } layout && layout.Size != eventSize))
        {
            problems.Add(new EbpfProblem(FindingSeverity.Warning, EbpfCodes.EventSize,
                $"is {eventSize}, but the structure submitted in line {submit.Place.Line} has {submit.Layout!.Size} bytes; use its size",
                "ebpf.event_size", submit.Place.Line, submit.Place.Column));
        }
    }

    private static void CheckBuffer(
        BccProgram program, string field, string name, List<EventSubmit> submits, List<EbpfProblem> problems)
    {
        EbpfProblem Problem(FindingSeverity severity, string code, string message, CToken place = default) =>
            new(severity, code, message, field, place.Line, place.Column);

        var quoted = EbpfProblem.Name(name);
        if (program.Tables.Find(table => table.Name == name) is not { } declared)
        {
            problems.Add(program.MayDefine(name)
                ? Problem(FindingSeverity.Warning, EbpfCodes.PerfBufferMissing,
                    $"the source does not declare '{quoted}', unless a macro of headers or another kernel does; check its spelling")
                : Problem(FindingSeverity.Error, EbpfCodes.PerfBufferMissing,
                    $"the source does not declare '{quoted}'; add BPF_PERF_OUTPUT({quoted}); or correct the name"));
        }
        else if (!declared.IsPerfBuffer)
        {
            problems.Add(Problem(FindingSeverity.Error, EbpfCodes.PerfBufferMissing,
                $"'{quoted}' is declared with {declared.Macro}; agents read what BPF_PERF_OUTPUT declares", declared.Place));
        }
        else if (submits.TrueForAll(submit => submit.Buffer != name))
        {
            problems.Add(Problem(FindingSeverity.Warning, EbpfCodes.PerfBufferUnused,
                $"nothing calls {quoted}.perf_submit(ctx, &event, sizeof(event)), so there will be no rows", declared.Place));
        }
    }
}
