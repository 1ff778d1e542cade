using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Modules.Writing;

/// <summary>What the audit tells of a created or updated module.</summary>
internal static class ModuleChangeText
{
    /// <param name="before">As it was, with its content; null = it is new.</param>
    /// <param name="after">As it is, with its content.</param>
    public static string Between(Module? before, Module after)
    {
        var (was, now) = (before?.Content, after.Content);
        return new ChangeText()
            .Value("name", before?.Name, after.Name)
            .Value("description", before?.Description, after.Description)
            .Value("labels", Sorted(before), Sorted(after))
            .Value("revision", before?.Revision, (int?)after.Revision)
            .Body("ebpf.source", was?.Ebpf.Source, now.Ebpf.Source)
            .Body("ebpf.object", was?.Ebpf.Object, now.Ebpf.Object)
            .Value("ebpf.perf_buffer_names", was?.Ebpf.PerfBufferNames, now.Ebpf.PerfBufferNames)
            .Value("ebpf.event_size", was?.Ebpf.EventSize, (int?)now.Ebpf.EventSize)
            .Value("ebpf.probes", was?.Ebpf.Probes.Select(Text), now.Ebpf.Probes.Select(Text))
            .Body("wasm.source", was?.Wasm.Source, now.Wasm.Source)
            .Body("wasm.binary", was?.Wasm.Binary, now.Wasm.Binary)
            .Value("wasm.function_name", was?.Wasm.FunctionName, now.Wasm.FunctionName)
            .Value("wasm.encoding", was?.Wasm.Encoding.ToString(), now.Wasm.Encoding.ToString())
            .Value("output_schema.fields", was?.Fields.Select(Text), now.Fields.Select(Text))
            .Body("panel", before?.Panel, after.Panel)
            .ToString();
    }

    private static SortedDictionary<string, string>? Sorted(Module? module) =>
        module is { Labels.Count: > 0 } ? new SortedDictionary<string, string>(module.Labels.ToDictionary(), StringComparer.Ordinal) : null;

    private static string Text(Probe probe) => $"{probe.Type} {probe.Target} {probe.EntryFunction} {probe.ReturnFunction}".TrimEnd();

    private static string Text(OutputField field) => $"{field.Name} {field.Type}";
}
