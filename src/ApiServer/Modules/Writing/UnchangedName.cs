using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules.Validation;

namespace Tricorder.ApiServer.Modules.Writing;

/// <summary>A name that a module has had since before names of its form were reserved is not held against its updates.</summary>
internal static class UnchangedName
{
    public static IReadOnlyList<Finding> Without(IReadOnlyList<Finding> findings) =>
        [.. findings.Where(finding => finding is not { Field: "name", Code: FindingCodes.ReservedName })];
}
