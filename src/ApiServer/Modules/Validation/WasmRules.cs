using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>The WASM program; what its bytes must be, the Wasm room knows.</summary>
internal sealed class WasmRules(WasmInspector inspector)
{
    private static readonly WasmProgram Nothing = new() { Format = default };

    public void Check(WasmProgram program, FindingList findings)
    {
        if (program.Binary.IsEmpty && program with { Binary = default } == Nothing)
        {
            findings.Error("wasm", FindingCodes.Missing, "is required: the function that turns events into rows");
            return;
        }

        CheckProgram(program, findings);
        CheckSource(program, findings);
        CheckFileName(program.FileName, findings);
        CheckEncoding(program.Encoding, findings);
    }

    private void CheckProgram(WasmProgram program, FindingList findings)
    {
        switch (program.Format)
        {
            case ProgramFormat.Binary:
                CheckBinary(program, findings);
                break;
            case ProgramFormat.Text:
                CheckText(program, findings);
                break;
            default:
                findings.Error("wasm.format", program.Format == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                    "must be PROGRAM_FORMAT_TEXT (with source) or PROGRAM_FORMAT_BINARY (with binary)");
                break;
        }
    }

    private void CheckText(WasmProgram program, FindingList findings)
    {
        if (string.IsNullOrWhiteSpace(program.Source))
        {
            findings.Error("wasm.source", FindingCodes.Missing, "is required with format PROGRAM_FORMAT_TEXT: the program's source text");
        }

        if (program.Language == ProgramLanguage.C && !Patterns.CIdentifier.IsMatch(program.FunctionName))
        {
            findings.Error("wasm.function_name", program.FunctionName.Length == 0 ? FindingCodes.Missing : FindingCodes.Malformed,
                "must be the name of the C function that agents call for each event");
        }

        // Without one, the compiler has said why.
        if (!program.Binary.IsEmpty)
        {
            CheckBinary(program, findings);
        }
    }

    private void CheckBinary(WasmProgram program, FindingList findings)
    {
        if (program.Binary.Length > ModuleLimits.WasmBinaryBytes)
        {
            findings.Error("wasm.binary", FindingCodes.TooLarge,
                $"has {program.Binary.Length} bytes; at most {FindingList.Size(ModuleLimits.WasmBinaryBytes)} are accepted");
            return;
        }

        if (!findings.CheckText("wasm.function_name", program.FunctionName, ModuleLimits.FunctionNameBytes))
        {
            return;
        }

        findings.Add(inspector.Inspect(program.Binary, program.FunctionName), ofText: program.Format == ProgramFormat.Text);
    }

    private static void CheckSource(WasmProgram program, FindingList findings)
    {
        findings.CheckText("wasm.source", program.Source, ModuleLimits.SourceBytes);
        var known = program.Language is ProgramLanguage.C or ProgramLanguage.Wat;
        var required = program.Format == ProgramFormat.Text || program.Source.Length > 0;
        if (!known && (required || program.Language != ProgramLanguage.Unspecified))
        {
            findings.Error("wasm.language", program.Language == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                "must be PROGRAM_LANGUAGE_C or PROGRAM_LANGUAGE_WAT, the language of wasm.source");
        }
    }

    private static void CheckFileName(string name, FindingList findings)
    {
        if (findings.CheckText("wasm.file_name", name, ModuleLimits.FileNameBytes)
            && (name is "." or ".." || name.Any(c => c is '/' or '\\' || char.IsControl(c))))
        {
            findings.Error("wasm.file_name", FindingCodes.Malformed,
                "must be a plain file name without a directory, such as 'events.wasm'");
        }
    }

    private static void CheckEncoding(WasmEncoding encoding, FindingList findings)
    {
        switch (encoding)
        {
            case WasmEncoding.Json or WasmEncoding.Tlv:
                break;
            case WasmEncoding.None:
                findings.Warning("wasm.encoding", FindingCodes.RawOutput,
                    "with WASM_ENCODING_NONE the output is the value of the only column, byte for byte; for several columns use "
                    + "WASM_ENCODING_JSON or WASM_ENCODING_TLV");
                break;
            default:
                findings.Error("wasm.encoding", encoding == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                    "must say how the function writes a row: WASM_ENCODING_JSON, WASM_ENCODING_TLV or WASM_ENCODING_NONE");
                break;
        }
    }
}
