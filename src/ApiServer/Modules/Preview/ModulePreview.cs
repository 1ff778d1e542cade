using System.Text.Json.Nodes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>Runs a module's function on sample events in the sandbox, and shows the rows it would insert. Nothing is stored.</summary>
internal sealed class ModulePreview(ModuleQueries queries, ModuleValidator validator, WasmSandbox sandbox)
{
    private const int ShownOutputBytes = 256;

    public async Task<PreviewResult> RunStoredAsync(
        string moduleId, IReadOnlyList<ReadOnlyMemory<byte>> input, int maxEvents, CancellationToken cancellationToken)
    {
        var module = await queries.GetFullAsync(moduleId, cancellationToken);
        return await RunAsync(ModuleDraft.Of(module), module.Content.Wasm, input, maxEvents, cancellationToken);
    }

    public Task<PreviewResult> RunAsync(
        ModuleDraft draft, IReadOnlyList<ReadOnlyMemory<byte>> input, int maxEvents, CancellationToken cancellationToken) =>
        RunAsync(draft, null, input, maxEvents, cancellationToken);

    private async Task<PreviewResult> RunAsync(
        ModuleDraft draft,
        WasmProgram? stored,
        IReadOnlyList<ReadOnlyMemory<byte>> input,
        int maxEvents,
        CancellationToken cancellationToken)
    {
        PreviewEvents.ThrowIfRefused(input, maxEvents);
        var (checkedDraft, findings) = await validator.CheckAsync(draft, stored, cancellationToken);

        // The name may still be missing and the eBPF program unfinished: what runs here is the function.
        findings = [.. findings.Where(finding => finding.Field.StartsWith("wasm", StringComparison.Ordinal)
            || finding.Field.StartsWith("output_schema", StringComparison.Ordinal))];
        Refusal.ThrowIfRefused(findings);

        var content = checkedDraft.Content;
        var generated = input.Count == 0 ? PreviewEvents.Generate(content.Ebpf, maxEvents) : [];
        var events = input.Count == 0 ? generated : maxEvents > 0 ? [.. input.Take(maxEvents)] : input;
        var reply = await sandbox.RunAsync(content.Wasm.Binary, content.Wasm.FunctionName, events, cancellationToken);
        return ToResult(reply, content, generated, findings);
    }

    private static PreviewResult ToResult(
        SandboxReply reply, ModuleContent content, IReadOnlyList<ReadOnlyMemory<byte>> generated, IReadOnlyList<Finding> findings)
    {
        var rows = new List<JsonObject>();
        var runs = new List<PreviewRun>();
        var error = reply.Error;
        foreach (var run in reply.Runs)
        {
            var (row, problem) = run.Error.Length > 0
                ? (null, run.Error)
                : PreviewRows.Decode(run.Output, content.Wasm.Encoding, content.Fields);
            if (row is not null)
            {
                rows.Add(row);
            }
            else if (error.Length == 0)
            {
                error = $"Event {runs.Count + 1}: {problem}.";
            }

            var shown = row is null ? run.Output[..Math.Min(run.Output.Length, ShownOutputBytes)] : default;
            runs.Add(new PreviewRun(run.Fuel, run.Time, problem, shown));
        }

        return new PreviewResult(rows, runs, reply.Logs, error, generated, findings);
    }
}
