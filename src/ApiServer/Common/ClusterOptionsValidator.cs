using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Common;

internal sealed partial class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options) => Pattern().IsMatch(options.Name)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(OptionProblem.Describe(
            $"{ClusterOptions.Section}:{nameof(ClusterOptions.Name)}",
            $"is '{options.Name}', but must be 1 to 63 letters, digits, '-', '_' or '.', beginning and ending with a letter or digit",
            "production-eu"));

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
