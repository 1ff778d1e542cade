using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Startup;

internal sealed class ShutdownOptionsValidator : IValidateOptions<ShutdownOptions>
{
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, ShutdownOptions options) =>
        options.Timeout > TimeSpan.Zero && options.Timeout <= Max
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(OptionProblem.Describe(
            $"{ShutdownOptions.Section}:{nameof(options.Timeout)}",
            $"is {options.Timeout} (days.hours:minutes:seconds), but must be above 0 and at most {Max}",
            "00:00:15"));
}
