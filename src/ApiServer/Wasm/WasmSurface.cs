using System.Text;

namespace Tricorder.ApiServer.Wasm;

/// <summary>What a module shows to the outside: its imports and exports, and the signatures of the functions among them.</summary>
internal readonly ref struct WasmSurface
{
    private readonly WasmSections _sections;
    private readonly WasmFunctions _functions;

    private WasmSurface(WasmSections sections, WasmTypes types, WasmFunctions functions)
    {
        _sections = sections;
        Types = types;
        _functions = functions;
    }

    public WasmTypes Types { get; }

    public ReadOnlySpan<byte> Memories => _sections.Memories;

    public int DataBytes => _sections.DataBytes;

    /// <summary>Reads a binary whose header is right. When something does not fit, <paramref name="malformed"/> says what.</summary>
    public static bool TryRead(ReadOnlySpan<byte> binary, out WasmSurface surface, out string malformed)
    {
        surface = default;
        malformed = "";
        if (!WasmSections.TryRead(binary, out var sections))
        {
            malformed = "its sections do not fill the file exactly; it is cut off or damaged";
        }
        else if (!WasmTypes.TryRead(sections.Types, out var types))
        {
            malformed = "its type section is damaged, or holds types that WebAssembly 2.0 does not have";
        }
        else if (!WasmFunctions.TryRead(sections, out var functions))
        {
            malformed = "its import or function section is damaged, or imports what WebAssembly 2.0 does not have";
        }
        else if (!CanWalk(sections.Exports))
        {
            malformed = "its export section is damaged";
        }
        else
        {
            surface = new WasmSurface(sections, types, functions);
        }
        return malformed.Length == 0;
    }

    public WasmImportReader ReadImports() => new(_sections.Imports);

    public WasmExportReader ReadExports() => new(_sections.Exports);

    public bool TryFindExport(string name, out WasmExport found)
    {
        var wanted = Encoding.UTF8.GetBytes(name);
        var exports = ReadExports();
        while (exports.TryNext(out found))
        {
            if (found.Name.SequenceEqual(wanted))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Null for what is not a function, and for an index that leads nowhere (the module is invalid then).</summary>
    public WasmSignature? SignatureOf(in WasmExport export) => export.IsFunction ? _functions.Signature(Types, export.Index) : null;

    public WasmSignature? SignatureOf(in WasmImport import) => import.IsFunction ? Types.Signature(import.TypeIndex) : null;

    private static bool CanWalk(ReadOnlySpan<byte> exportSection)
    {
        var exports = new WasmExportReader(exportSection);
        while (exports.TryNext(out _))
        {
        }
        return !exports.Malformed;
    }
}
