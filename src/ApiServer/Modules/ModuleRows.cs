using System.Runtime.InteropServices;
using System.Text.Json;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules;

/// <summary>A module as it is written: the values of its columns in code, ebpf and module_revision.</summary>
internal sealed record ModuleRows
{
    public const string NoPanel = "{}";

    public required string Id { get; init; }

    public required string EbpfId { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Labels { get; init; }

    public required string Panel { get; init; }

    public required int Status { get; init; }

    public required int Revision { get; init; }

    public required int UpdateCount { get; init; }

    public required string CreateTime { get; init; }

    public required string UpdateTime { get; init; }

    public required string SchemaName { get; init; }

    public required string SchemaAttr { get; init; }

    public required string Definition { get; init; }

    public required string Ebpf { get; init; }

    public required string EbpfSource { get; init; }

    public required byte[] EbpfObject { get; init; }

    public required int EventSize { get; init; }

    public required string PerfBuffers { get; init; }

    public required string Entry { get; init; }

    public required string Return { get; init; }

    public required string WasmSource { get; init; }

    public required byte[] WasmBinary { get; init; }

    public required string WasmFileName { get; init; }

    public required string Fn { get; init; }

    public static ModuleRows Of(Module module)
    {
        var (ebpf, wasm, fields) = module.Content;
        return new ModuleRows
        {
            Id = module.Id,
            EbpfId = Guid.CreateVersion7(module.CreateTime).ToString(),
            Name = module.Name,
            Description = module.Description,
            Labels = JsonSerializer.Serialize(
                new SortedDictionary<string, string>(module.Labels.ToDictionary(), StringComparer.Ordinal),
                StoredJson.Types.SortedDictionaryStringString),
            Panel = module.Panel.Length == 0 ? NoPanel : module.Panel,
            Status = (int)module.Lifecycle,
            Revision = module.Revision,
            UpdateCount = module.UpdateCount,
            CreateTime = StoredTime.Text(module.CreateTime),
            UpdateTime = StoredTime.Text(module.UpdateTime),
            SchemaName = Module.FirstTableOf(module.Id),
            SchemaAttr = JsonSerializer.Serialize(fields, StoredJson.Types.IReadOnlyListOutputField),
            Definition = StoredDefinition.Write(module.Content),
            Ebpf = JsonSerializer.Serialize(StoredEbpf.Of(ebpf), StoredJson.Types.StoredEbpf),
            EbpfSource = ebpf.Source,
            EbpfObject = Bytes(ebpf.Object),
            EventSize = ebpf.EventSize,
            PerfBuffers = Json(ebpf.PerfBufferNames),
            Entry = Json([.. ebpf.Probes.Select(probe => probe.EntryFunction)]),
            Return = Json([.. ebpf.Probes.Select(probe => probe.ReturnFunction)]),
            WasmSource = wasm.Source,
            WasmBinary = Bytes(wasm.Binary),
            WasmFileName = wasm.FileName,
            Fn = wasm.FunctionName,
        };
    }

    private static string Json(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, StoredJson.Types.IReadOnlyListString);

    /// <summary>The array behind the memory where it is exactly that, so that megabytes are not copied to be written.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array is { } array && array.Length == memory.Length
            ? array
            : memory.ToArray();
}
