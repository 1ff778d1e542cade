using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Api.Watch;

internal sealed class WatchOptionsValidator : IValidateOptions<WatchOptions>
{
    public ValidateOptionsResult Validate(string? name, WatchOptions options)
    {
        var problems = new List<string>();
        Positive(problems, nameof(options.MinInterval), options.MinInterval, "00:00:00.1");
        Positive(problems, nameof(options.BookmarkInterval), options.BookmarkInterval, "00:00:30");
        Positive(problems, nameof(options.SlowAfter), options.SlowAfter, "00:00:10");
        if (options.MaxSubscriptions is < 1 or > 64)
        {
            problems.Add(OptionProblem.Describe(
                $"{WatchOptions.Section}:{nameof(options.MaxSubscriptions)}",
                $"is {options.MaxSubscriptions}, but must be from 1 to 64",
                "64"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Positive(List<string> problems, string key, TimeSpan value, string example)
    {
        if (value <= TimeSpan.Zero)
        {
            problems.Add(OptionProblem.Describe($"{WatchOptions.Section}:{key}", $"is {value}, but must be more than zero", example));
        }
    }
}
