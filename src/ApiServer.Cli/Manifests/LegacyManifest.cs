using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>
/// The form of 2023: snake_case, enums as numbers, one perf buffer, the schema inside of <c>wasm</c>, and the programs in a .bcc and a
/// .wasm file beside it. It becomes a manifest of today.
/// </summary>
internal static class LegacyManifest
{
    private static readonly string[] ProbeTypes = ["KPROBE", "SYSCALL", "UPROBE", "TRACEPOINT", "XDP", "SAMPLE", "USDT"];
    private static readonly string[] FieldTypes = ["BOOL", "DATE", "INT", "INTEGER", "JSON", "JSONB", "TEXT"];
    private static readonly string[] Encodings = ["NONE", "TLV", "JSON"];

    /// <summary>Whether it is of that form: it has a field that only that form has.</summary>
    public static bool Is(JsonObject manifest) =>
        manifest.ContainsKey("wasm_output_encoding")
        || (manifest["wasm"] is JsonObject wasm && (wasm.ContainsKey("fn_name") || wasm.ContainsKey("output_schema")))
        || (manifest["ebpf"] is JsonObject ebpf && ebpf.ContainsKey("perf_buffer_name"));

    public static JsonObject Convert(JsonObject old, string directory, ManifestPrograms programs, List<ManifestProblem> problems)
    {
        var reader = new LegacyReader(problems);
        var ebpf = old["ebpf"] as JsonObject ?? [];
        var wasm = old["wasm"] as JsonObject ?? [];
        var schema = wasm["output_schema"] as JsonObject ?? [];
        var fields = reader.Items(schema, "wasm.output_schema", "fields")
            .Select((field, index) => Field(reader, field, $"wasm.output_schema.fields[{index}]"))
            .ToList();
        return new JsonObject
        {
            ["name"] = reader.Text(old, "", "name"),
            ["ebpf"] = new JsonObject
            {
                ["sourceFile"] = Beside(directory, "bcc", "ebpf.code", programs.Ebpf ?? reader.Text(ebpf, "ebpf", "code"), problems),
                ["source"] = reader.Text(ebpf, "ebpf", "code") is { Length: > 0 } code ? code : null,
                ["perfBufferNames"] = reader.Text(ebpf, "ebpf", "perf_buffer_name") is { Length: > 0 } buffer
                    ? new JsonArray(buffer)
                    : null,
                ["probes"] = new JsonArray(
                    [.. reader.Items(ebpf, "ebpf", "probes").Select((probe, index) => Probe(reader, probe, $"ebpf.probes[{index}]"))]),
            },
            ["wasm"] = new JsonObject
            {
                ["binaryFile"] = Beside(directory, "wasm", "wasm.code", programs.Wasm ?? reader.Text(wasm, "wasm", "code"), problems),
                ["binary"] = reader.Text(wasm, "wasm", "code") is { Length: > 0 } binary ? binary : null,
                ["functionName"] = reader.Text(wasm, "wasm", "fn_name"),
                ["encoding"] = old.ContainsKey("wasm_output_encoding")
                    ? reader.Choice(old, "", "wasm_output_encoding", Encodings)
                    : DefaultEncoding(fields),
            },
            ["outputSchema"] = new JsonObject
            {
                ["fields"] = new JsonArray([.. fields]),
            },
        };
    }

    private static JsonObject Field(LegacyReader reader, JsonObject field, string at) => new()
    {
        ["name"] = reader.Text(field, at, "name"),
        ["type"] = reader.Choice(field, at, "type", FieldTypes),
    };

    /// <summary>What the function writes when the manifest does not say: a document, where that is what the column takes.</summary>
    private static string DefaultEncoding(List<JsonObject> fields) =>
        (string?)fields.FirstOrDefault()?["type"] is "JSON" or "JSONB" ? "JSON" : "NONE";

    private static JsonObject Probe(LegacyReader reader, JsonObject probe, string at) => new()
    {
        ["type"] = reader.Choice(probe, at, "type", ProbeTypes),
        ["target"] = Given(reader.Text(probe, at, "target")),
        ["entryFunction"] = Given(reader.Text(probe, at, "entry")),
        ["returnFunction"] = Given(reader.Text(probe, at, "return")),
        ["binaryPath"] = Given(reader.Text(probe, at, "binary_path")),
        // Other kinds of probe have no period, and some old manifests give them one.
        ["samplePeriod"] = reader.Choice(probe, at, "type", ProbeTypes) == "SAMPLE"
            && reader.Number(probe, at, "sample_period_nanos") is > 0 and var nanos
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{nanos / 1e6:0.######}ms")
            : null,
    };

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    /// <summary>The only file of that kind in the directory; null when the program is known without it.</summary>
    private static string? Beside(string directory, string ending, string at, string? known, List<ManifestProblem> problems)
    {
        if (known is { Length: > 0 })
        {
            return null;
        }

        var files = Directory.GetFiles(directory, $"*.{ending}");
        if (files.Length == 1)
        {
            return Path.GetFileName(files[0]);
        }

        problems.Add(new ManifestProblem(at, files.Length == 0
            ? $"is empty, and there is no .{ending} file in {directory}"
            : $"is empty, and there are {files.Length} .{ending} files in {directory}; "
                + $"name one with --{(ending == "bcc" ? "ebpf" : ending)}"));
        return null;
    }
}
