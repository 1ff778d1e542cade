using System.Runtime.InteropServices;
using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>A module as it is written: the values of its columns in code, ebpf and module_revision.</summary>
internal static class ModuleRows
{
    public const string NoPanel = "{}";

    /// <summary>What a module is beside its content.</summary>
    public static (string Name, object? Value)[] Details(Module module) =>
    [
        ("@id", module.Id),
        ("@name", module.Name),
        ("@description", module.Description),
        ("@labels", JsonSerializer.Serialize(
            new SortedDictionary<string, string>(module.Labels.ToDictionary(), StringComparer.Ordinal),
            StoredJson.Types.SortedDictionaryStringString)),
        ("@panel", module.Panel.Length == 0 ? NoPanel : module.Panel),
        ("@revision", module.Revision),
        ("@update_count", module.UpdateCount),
        ("@update_time", StoredTime.Text(module.UpdateTime)),
    ];

    /// <summary>What is set once.</summary>
    public static (string Name, object? Value)[] Origin(Module module) =>
    [
        ("@schema_name", Module.FirstTableOf(module.Id)),
        ("@status", (int)module.Lifecycle),
        ("@create_time", StoredTime.Text(module.CreateTime)),
    ];

    /// <summary>The content as table code has it.</summary>
    public static (string Name, object? Value)[] Code(ModuleContent content) =>
    [
        ("@ebpf", JsonSerializer.Serialize(StoredEbpf.Of(content.Ebpf), StoredJson.Types.StoredEbpf)),
        ("@wasm_source", content.Wasm.Source),
        ("@wasm_binary", Bytes(content.Wasm.Binary)),
        ("@wasm_file_name", content.Wasm.FileName),
        ("@fn", content.Wasm.FunctionName),
        ("@schema_attr", JsonSerializer.Serialize(content.Fields, StoredJson.Types.IReadOnlyListOutputField)),
    ];

    /// <summary>The content as table ebpf has it.</summary>
    public static (string Name, object? Value)[] Ebpf(Module module)
    {
        var ebpf = module.Content.Ebpf;
        return
        [
            ("@id", module.Id),
            ("@ebpf_source", ebpf.Source),
            ("@event_size", ebpf.EventSize),
            ("@perf_buffers", Json(ebpf.PerfBufferNames)),
            ("@entry", Json([.. ebpf.Probes.Select(probe => probe.EntryFunction)])),
            ("@return", Json([.. ebpf.Probes.Select(probe => probe.ReturnFunction)])),
        ];
    }

    /// <summary>The content as table module_revision has it: all of it.</summary>
    public static (string Name, object? Value)[] Revision(Module module)
    {
        var (ebpf, wasm, _) = module.Content;
        return
        [
            ("@id", module.Id),
            ("@revision", module.Revision),
            ("@definition", StoredDefinition.Write(module.Content)),
            ("@ebpf_source", ebpf.Source),
            ("@ebpf_object", Bytes(ebpf.Object)),
            ("@wasm_source", wasm.Source),
            ("@wasm_binary", Bytes(wasm.Binary)),
            ("@update_time", StoredTime.Text(module.UpdateTime)),
        ];
    }

    private static string Json(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, StoredJson.Types.IReadOnlyListString);

    /// <summary>The array behind the memory where it is exactly that, so that megabytes are not copied to be written.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length
            ? array
            : memory.ToArray();
}
