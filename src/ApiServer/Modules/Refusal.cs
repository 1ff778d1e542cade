using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Modules;

/// <summary>Turns error findings into the refusal of a call that carries a module in its field <c>module</c>.</summary>
internal static class Refusal
{
    private const string Prefix = "module";

    public static void ThrowIfRefused(IReadOnlyList<Finding> findings)
    {
        var violations = findings
            .Where(finding => finding.Severity == FindingSeverity.Error)
            .Select(finding => new FieldViolation(PathOf(finding), finding.Message, finding.Code))
            .ToList();
        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations, "MODULE_INVALID");
        }
    }

    private static string PathOf(Finding finding) => finding.Field.Length == 0 ? Prefix : $"{Prefix}.{finding.Field}";
}
