using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Deployments;

internal sealed class DeploymentOptionsValidator : IValidateOptions<DeploymentOptions>
{
    public ValidateOptionsResult Validate(string? name, DeploymentOptions options)
    {
        var problems = new List<string>();
        Positive(problems, nameof(options.AnswerTimeout), options.AnswerTimeout, "00:01:00");
        Positive(problems, nameof(options.RetryMin), options.RetryMin, "00:00:01");
        Positive(problems, nameof(options.PoisonWindow), options.PoisonWindow, "00:01:00");
        if (options.RetryMax < options.RetryMin)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.RetryMax)),
                $"is {options.RetryMax}, but must not be less than {Key(nameof(options.RetryMin))}, which is {options.RetryMin}",
                "00:05:00"));
        }

        if (options.PoisonLosses < 1)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.PoisonLosses)), $"is {options.PoisonLosses}, but must be at least 1", "2"));
        }

        if (options.ContentCacheBytes < 0)
        {
            problems.Add(OptionProblem.Describe(
                Key(nameof(options.ContentCacheBytes)), $"is {options.ContentCacheBytes}, but must not be negative", "67108864"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Positive(List<string> problems, string key, TimeSpan value, string example)
    {
        if (value <= TimeSpan.Zero)
        {
            problems.Add(OptionProblem.Describe(Key(key), $"is {value}, but must be more than zero", example));
        }
    }

    private static string Key(string name) => $"{DeploymentOptions.Section}:{name}";
}
