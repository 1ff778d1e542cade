using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>Puts the files that a manifest names in their place, and says of each program how it is given.</summary>
internal sealed class ProgramFiles(
    string directory, ManifestPrograms programs, Dictionary<string, string> sources, List<ManifestProblem> problems)
{
    public void PutInto(JsonObject module)
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
        var path = file.Length > 0
            ? Path.GetFullPath(file)
            : throw new CliException(ExitCode.WrongUsage, "--ebpf and --wasm need the path of a file");
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
            program["source"] = Read($"{at}.sourceFile", source, BoundedFile.Text);
            program["format"] = "TEXT";
            sources[$"{at}.source"] = source;
        }
        else if (binary is not null)
        {
            program.Remove("source");
            program.Remove("language");
            program[binaryField] = Read($"{at}.{binaryField}File", binary, Convert.ToBase64String);
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
            module["panel"] = Read(
                "panelFile", file, bytes => ProtoText.Compact(JsonNode.Parse(bytes) ?? throw new JsonException("the panel is null")));
        }
        else if (module["panel"] is JsonObject panel)
        {
            module["panel"] = ProtoText.Compact(panel);
        }
    }

    /// <summary>
    /// The file that a field names, which no message of the API has; null when there is none. A manifest that somebody else wrote may not
    /// make this command send any file of the machine to the server.
    /// </summary>
    private string? Take(JsonObject program, string at, string field)
    {
        program.Remove(field, out var value);
        if (value is null)
        {
            return null;
        }

        var place = at.Length == 0 ? field : $"{at}.{field}";
        if (Text(value) is not { Length: > 0 } path || path.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(new ManifestProblem(place, "must be the path of a file, relative to the manifest"));
            return null;
        }

        var file = Path.Combine(directory, path);
        if (programs.AllowOutside || RealPath.IsBelow(directory, file))
        {
            return file;
        }

        problems.Add(new ManifestProblem(
            place, $"{path} is outside of the manifest's directory; where that is meant, --allow-outside takes it"));
        return null;
    }

    private string? Read(string at, string path, Func<byte[], string> read)
    {
        try
        {
            return read(BoundedFile.Read(path, "program"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or JsonException)
        {
            problems.Add(new ManifestProblem(at, exception.Message));
            return null;
        }
    }

    private static bool IsText(JsonNode? format) => Text(format) is { } text && text.EndsWith("TEXT", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
