using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Puts the files that a manifest names in their place, and says of each program how it is given.</summary>
internal sealed class ProgramFiles(string directory, Dictionary<string, string> sources, List<ManifestProblem> problems)
{
    /// <summary>More than any program that the server takes; a file that is longer is not what was meant.</summary>
    private const long MaxLength = 16 << 20;

    public void PutInto(JsonObject module, ManifestPrograms programs)
    {
        if (Program(module, "ebpf", programs.Ebpf) is { } ebpf)
        {
            PutEbpf(ebpf, programs.Ebpf);
        }

        if (Program(module, "wasm", programs.Wasm) is { } wasm)
        {
            PutWasm(wasm, programs.Wasm);
        }

        PutPanel(module);
    }

    /// <summary>What the manifest has under that name; made when it has nothing and the command line names a file.</summary>
    private static JsonObject? Program(JsonObject module, string name, string? file)
    {
        if (file is not null && module[name] is null)
        {
            module[name] = new JsonObject();
        }

        return module[name] as JsonObject;
    }

    private void PutEbpf(JsonObject ebpf, string? file)
    {
        var source = Take(ebpf, "ebpf", "sourceFile");
        var binary = Take(ebpf, "ebpf", "objectFile");
        if (file is not null)
        {
            (source, binary) = Given(file, ".o");
        }

        Choose(ebpf, "ebpf", source, binary, "object");
        if (ebpf["source"] is not null)
        {
            ebpf["language"] ??= "BCC_C";
        }
    }

    private void PutWasm(JsonObject wasm, string? file)
    {
        var source = Take(wasm, "wasm", "sourceFile");
        var binary = Take(wasm, "wasm", "binaryFile");
        if (file is not null)
        {
            (source, binary) = Given(file, ".wasm");
        }

        // What a server compiled the source to, in what `module get` prints.
        if (IsText(wasm["format"]) && (source ?? Text(wasm["source"])) is not null)
        {
            wasm.Remove("binary");
        }

        Choose(wasm, "wasm", source, binary, "binary");
        if (wasm["source"] is not null)
        {
            wasm["language"] ??= source?.EndsWith(".wat", StringComparison.Ordinal) == true ? "WAT" : "C";
        }

        if ((source ?? binary) is { } from)
        {
            wasm["fileName"] ??= $"{Path.GetFileNameWithoutExtension(from)}.wasm";
        }
    }

    /// <summary>A file that the command line names, which is relative to where that runs.</summary>
    private static (string? Source, string? Binary) Given(string file, string binaryEnding)
    {
        var path = Path.GetFullPath(file);
        return file.EndsWith(binaryEnding, StringComparison.Ordinal) ? (null, path) : (path, null);
    }

    /// <summary>Reads the one file, and leaves nothing of the other form.</summary>
    private void Choose(JsonObject program, string at, string? source, string? binary, string binaryField)
    {
        if (source is not null && binary is not null)
        {
            problems.Add(new ManifestProblem($"{at}.sourceFile", $"there is also {at}.{binaryField}File; name one of them"));
            return;
        }

        if (source is not null)
        {
            program.Remove(binaryField);
            program["source"] = Read($"{at}.sourceFile", source, File.ReadAllText);
            program["format"] = "TEXT";
            sources[$"{at}.source"] = source;
        }
        else if (binary is not null)
        {
            program.Remove("source");
            program.Remove("language");
            program[binaryField] = Read($"{at}.{binaryField}File", binary, path => Convert.ToBase64String(File.ReadAllBytes(path)));
            program["format"] = "BINARY";
        }
        else
        {
            program["format"] ??= program["source"] is not null ? "TEXT" : program[binaryField] is not null ? "BINARY" : null;
        }
    }

    private void PutPanel(JsonObject module)
    {
        if (Take(module, "", "panelFile") is { } file)
        {
            module["panel"] = Read("panelFile", file, path => ProtoText.Compact(JsonNode.Parse(File.ReadAllText(path))!));
        }
        else if (module["panel"] is JsonObject panel)
        {
            module["panel"] = ProtoText.Compact(panel);
        }
    }

    /// <summary>The file that a field names, which no message of the API has; null when there is none.</summary>
    private string? Take(JsonObject program, string at, string field)
    {
        program.Remove(field, out var value);
        if (value is null)
        {
            return null;
        }

        if (Text(value) is { Length: > 0 } path)
        {
            return Path.Combine(directory, path);
        }

        problems.Add(new ManifestProblem(at.Length == 0 ? field : $"{at}.{field}", "must be the path of a file, relative to the manifest"));
        return null;
    }

    private string? Read(string at, string path, Func<string, string> read)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MaxLength)
            {
                problems.Add(new ManifestProblem(at, $"{path} has {file.Length:N0} bytes; a program has at most {MaxLength:N0}"));
                return null;
            }

            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            problems.Add(new ManifestProblem(at, exception.Message));
            return null;
        }
    }

    private static bool IsText(JsonNode? format) => Text(format) is { } text && text.EndsWith("TEXT", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
