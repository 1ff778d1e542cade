using System.Text.Json;

namespace Tricorder.ApiServer.Modules;

/// <summary>
/// Everything of a module's content but its sources and program bytes, as the store holds it: JSON with the names of the API.
/// The same content always gives the same text.
/// </summary>
internal sealed record StoredDefinition(StoredEbpf Ebpf, StoredWasm Wasm, StoredSchema OutputSchema)
{
    public static string Write(ModuleContent content) => JsonSerializer.Serialize(Of(content), StoredJson.Types.StoredDefinition);

    public static ModuleContent Read(string json)
    {
        var stored = JsonSerializer.Deserialize(json, StoredJson.Types.StoredDefinition)
            ?? throw new JsonException("A stored module has no definition.");
        return new ModuleContent(stored.Ebpf.ToDomain(), stored.Wasm.ToDomain(), stored.OutputSchema.Fields);
    }

    private static StoredDefinition Of(ModuleContent content) =>
        new(StoredEbpf.Of(content.Ebpf), StoredWasm.Of(content.Wasm), new StoredSchema(content.Fields));
}

internal sealed record StoredWasm(
    ProgramFormat Format, ProgramLanguage Language, string FileName, string FunctionName, WasmEncoding Encoding)
{
    public static StoredWasm Of(WasmProgram program) =>
        new(program.Format, program.Language, program.FileName, program.FunctionName, program.Encoding);

    public WasmProgram ToDomain() => new()
    {
        Format = Format,
        Language = Language,
        FileName = FileName,
        FunctionName = FunctionName,
        Encoding = Encoding,
    };
}

internal sealed record StoredSchema(IReadOnlyList<OutputField> Fields);
