namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>
/// What agents released in 2023 can run. They insert one JSON document per event into one column and quote no name, and their wire has
/// room for eBPF source text only. Whether the WASM is compiled need not be asked: a stored revision always holds its binary.
/// </summary>
internal static class LegacyCompatibility
{
    /// <summary>Why such agents can not run the content; null when they can. Needs no program bytes.</summary>
    public static string? Problem(ModuleContent content) => Explain(content)?.Message;

    /// <summary>The same, with the field to change.</summary>
    public static (string Field, string Message)? Explain(ModuleContent content)
    {
        if (content.Ebpf.Format != ProgramFormat.Text)
        {
            return ("ebpf.format", "Agents released in 2023 take eBPF programs as source text only.");
        }

        if (content.Ebpf.PerfBufferNames.Count == 0)
        {
            return ("ebpf.perf_buffer_names", "Agents released in 2023 need a perf buffer to read.");
        }

        if (content.Fields is not [{ Type: FieldType.Json or FieldType.Jsonb } field])
        {
            return ("output_schema.fields",
                "Agents released in 2023 can fill only a table with exactly one declared column, of type JSON or JSONB.");
        }

        return Patterns.PlainColumn.IsMatch(field.Name) && !SqlReservedWords.Contains(field.Name)
            ? null
            : ("output_schema.fields[0].name",
                "Agents released in 2023 do not quote names: the column's name must be lower-case letters, digits and '_', not begin with "
                + "a digit, and not be a reserved word of SQL.");
    }
}
