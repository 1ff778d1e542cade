using System.Text;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Columns that the WASM program can not fill: nobody notices until a dashboard stays empty.</summary>
internal static class ColumnUse
{
    private const int MaxNamed = 5;

    public static void Check(ModuleContent content, FindingList findings)
    {
        var fields = content.Fields;
        if (content.Wasm.Encoding == WasmEncoding.None && fields.Count > 1)
        {
            findings.Warning("output_schema.fields", FindingCodes.UnusedSchema,
                $"declares {fields.Count} columns, but with WASM_ENCODING_NONE the output fills the first only; use WASM_ENCODING_JSON or "
                + "leave the others out");
        }

        var isWholeDocument = fields is [{ Type: FieldType.Json or FieldType.Jsonb }];
        if (content.Wasm.Encoding != WasmEncoding.Json || isWholeDocument || content.Wasm.Binary.IsEmpty)
        {
            return;
        }

        // The names of a row's members are constants in the program's data.
        var absent = fields.Take(ModuleLimits.Columns).Select(field => field.Name)
            .Where(name => name.Length > 0 && content.Wasm.Binary.Span.IndexOf(Encoding.UTF8.GetBytes(name)) < 0)
            .ToList();
        if (absent.Count > 0)
        {
            var named = string.Join(", ", absent.Take(MaxNamed).Select(FindingList.Quote)) + (absent.Count > MaxNamed ? ", ..." : "");
            findings.Warning("output_schema.fields", FindingCodes.UnusedSchema,
                $"declares columns that the WASM program does not name anywhere, so it can not fill them: {named}; check their spelling");
        }
    }
}
