using System.Text;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>
/// Finds everything there is to say about a draft, at once. Looking into a hostile WASM binary may take a processor for seconds, so
/// only some drafts are looked at at a time: agents come first.
/// </summary>
internal sealed class ModuleValidator(WasmInspector inspector, WasmBuild build) : IDisposable
{
    private readonly WasmRules _wasm = new(inspector);
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <param name="draft">The draft.</param>
    /// <param name="stored">The WASM program that it would replace; null when it is new.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CheckedDraft> CheckAsync(ModuleDraft draft, WasmProgram? stored, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var wasm = await build.BuildAsync(draft.Content.Wasm, stored, findings, cancellationToken);
        draft = draft with { Content = draft.Content with { Wasm = wasm } };
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => Validate(draft, findings), cancellationToken);
            return new CheckedDraft(draft, findings.All);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private void Validate(ModuleDraft draft, FindingList findings)
    {
        MetadataRules.Check(draft, findings);
        EbpfRules.Check(draft.Content.Ebpf, findings);
        _wasm.Check(draft.Content.Wasm, findings);
        SchemaRules.Check(draft.Content.Fields, findings);
        ColumnUse.Check(draft.Content, findings);
        CheckTotal(draft, findings);
        if (findings.All.All(finding => finding.Severity != FindingSeverity.Error))
        {
            AdviseOnLegacyAgents(draft.Content, findings);
        }
    }

    private static void CheckTotal(ModuleDraft draft, FindingList findings)
    {
        var content = draft.Content;
        var total = content.Ebpf.Object.Length + (long)content.Wasm.Binary.Length + Bytes(content.Ebpf.Source) + Bytes(content.Wasm.Source)
            + Bytes(draft.Panel) + Bytes(draft.Description) + content.Fields.Sum(field => Bytes(field.Name) + Bytes(field.Description))
            + content.Ebpf.Probes.Sum(probe => Bytes(probe.Target) + Bytes(probe.BinaryPath));
        if (total > ModuleLimits.TotalBytes)
        {
            findings.Error("", FindingCodes.TooLarge,
                $"the module has {total} bytes in all; with more than {ModuleLimits.TotalBytes} it does not fit one message of a client: "
                + Advice(draft));
        }
    }

    /// <summary>What can be made smaller, of what is there.</summary>
    private static string Advice(ModuleDraft draft)
    {
        var content = draft.Content;
        (bool IsGiven, string Text)[] ways =
        [
            (content.Wasm.Binary.Length > 0, "strip debug sections from wasm.binary"),
            (content.Wasm.Binary.Length > 0 && content.Wasm.Source.Length > 0, "leave out wasm.source"),
            (content.Wasm.Binary.Length == 0 && content.Wasm.Source.Length > 0, "shorten wasm.source"),
            (draft.Panel.Length > 0, "shorten the panel"),
        ];
        var given = ways.Where(way => way.IsGiven).Select(way => way.Text).ToList();
        return given.Count == 0 ? "make its programs smaller" : string.Join(" or ", given);
    }

    private static long Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static void AdviseOnLegacyAgents(ModuleContent content, FindingList findings)
    {
        if (LegacyCompatibility.Explain(content) is { } problem)
        {
            findings.Info(problem.Field, FindingCodes.LegacyAgents, problem.Message);
        }
        else if (content.Ebpf.PerfBufferNames.Count > 1)
        {
            findings.Info("ebpf.perf_buffer_names", FindingCodes.LegacyAgents,
                $"Agents released in 2023 read the first perf buffer only, {FindingList.Quote(content.Ebpf.PerfBufferNames[0])}.");
        }
    }
}

/// <summary>A draft with its WASM source compiled, where that worked, and all there is to say about it.</summary>
internal sealed record CheckedDraft(ModuleDraft Draft, IReadOnlyList<Finding> Findings);
