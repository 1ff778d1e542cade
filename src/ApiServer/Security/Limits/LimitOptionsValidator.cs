using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Security.Limits;

internal sealed class LimitOptionsValidator : IValidateOptions<LimitOptions>
{
    private const int Max = 60_000;

    public ValidateOptionsResult Validate(string? name, LimitOptions options)
    {
        var defaults = new LimitOptions();
        List<string> problems =
        [
            .. Check(nameof(options.ExpensiveCallsPerMinute), options.ExpensiveCallsPerMinute, defaults.ExpensiveCallsPerMinute),
            .. Check(nameof(options.FailedLoginsPerMinute), options.FailedLoginsPerMinute, defaults.FailedLoginsPerMinute),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Check(string key, int value, int example)
    {
        if (value is < 1 or > Max)
        {
            yield return OptionProblem.Describe(
                $"{SecurityOptions.Section}:{key}", $"is {value}, but must be from 1 to {Max}", $"{example}");
        }
    }
}
