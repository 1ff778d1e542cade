using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Wasm;

/// <summary>A module may import functions of WASI preview 1 and nothing else: agents provide nothing else.</summary>
internal static class WasmImportRules
{
    // A module linked without its libraries can miss hundreds of symbols; the first ones tell the story.
    private const int MaxReported = 20;

    public static void Check(in WasmSurface surface, List<WasmProblem> problems)
    {
        var imports = surface.ReadImports();
        var refused = 0;
        while (imports.TryNext(out var import))
        {
            if (!IsProvided(surface, import) && ++refused <= MaxReported)
            {
                problems.Add(Explain(surface, import));
            }
        }
        if (refused > MaxReported)
        {
            problems.Add(Forbidden($"The binary has {refused - MaxReported} more imports that agents do not provide."));
        }
    }

    private static bool IsProvided(in WasmSurface surface, in WasmImport import) =>
        import.IsFunction
        && WasiPreview1.Find(import.Module, import.Name) is { } expected
        // An index that leads nowhere makes the module invalid, which is reported by itself.
        && (surface.SignatureOf(import) ?? expected) == expected;

    private static WasmProblem Explain(in WasmSurface surface, in WasmImport import)
    {
        var name = $"'{MessageText.Name(import.Name)}' from '{MessageText.Name(import.Module)}'";
        if (import.IsFunction && WasiPreview1.Find(import.Module, import.Name) is { } expected)
        {
            return WasmProblem.InBinary(WasmCodes.ImportSignature,
                $"The binary imports {name} as {surface.SignatureOf(import)}, but in WASI preview 1 it is {expected}. "
                + "Correct its declaration.");
        }
        return Forbidden($"The binary imports {name}, which agents do not provide. {Advise(import)}");
    }

    private static string Advise(in WasmImport import)
    {
        if (!import.IsFunction)
        {
            return "Only functions can be imported: define memories, tables and globals in the module.";
        }
        if (import.Module.SequenceEqual(WasiPreview1.ModuleNameUtf8))
        {
            return "WASI preview 1 has no such function: build for the target wasm32-wasip1 (wasm32-wasi).";
        }
        if (import.Module.StartsWith("wasi"u8))
        {
            return $"Build for the target wasm32-wasip1 (wasm32-wasi), which imports from '{WasiPreview1.ModuleName}'.";
        }
        return import.Module.SequenceEqual("env"u8)
            ? "It is an undefined symbol: link the code that defines it, or stop using it."
            : $"Only functions of '{WasiPreview1.ModuleName}' can be imported: link the code that defines it, or stop using it.";
    }

    private static WasmProblem Forbidden(string message) => WasmProblem.InBinary(WasmCodes.ImportForbidden, message);
}
