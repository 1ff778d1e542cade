using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Modules;

/// <summary>Turns error findings into the refusal of a call that carries a module in its field <c>module</c>.</summary>
internal static class Refusal
{
    private const string Prefix = "module";

    public static void ThrowIfRefused(IReadOnlyList<Finding> findings)
    {
        var errors = findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        if (errors is [{ Code: WasmCodes.CompilerNotAvailable } missing])
        {
            throw new FailedPreconditionException(missing.Code, "wasm/compiler", missing.Message);
        }

        var violations = errors
            .Select(finding => new FieldViolation(PathOf(finding), TextOf(finding), finding.Code))
            .ToList();
        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations, "MODULE_INVALID");
        }
    }

    private static string TextOf(Finding finding) =>
        finding.Line == 0 ? finding.Message : $"line {finding.Line}, column {finding.Column}: {finding.Message}";

    private static string PathOf(Finding finding) => finding.Field.Length == 0 ? Prefix : $"{Prefix}.{finding.Field}";
}
