namespace Tricorder.ApiServer.Errors;

/// <summary>
/// What validation has to say about one place of a module. Field is its path (<c>wasm.function_name</c>), code is UPPER_SNAKE and
/// stable; line and column are 1-based places in the author's source, 0 where there is none.
/// </summary>
internal sealed record Finding(FindingSeverity Severity, string Field, string Code, string Message, int Line = 0, int Column = 0);

/// <summary>Only errors refuse a module; warnings and information travel with the answer.</summary>
internal enum FindingSeverity
{
    Error = 1,
    Warning = 2,
    Info = 3,
}
