using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Events;

internal sealed class EventOptionsValidator : IValidateOptions<EventOptions>
{
    private const int MaxEvents = 10_000_000;

    private static readonly TimeSpan Min = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, EventOptions options)
    {
        List<string> problems = [];
        if (options.KeepFor < Min || options.KeepFor > Max)
        {
            problems.Add(Problem(
                nameof(options.KeepFor),
                $"is {options.KeepFor} (days.hours:minutes:seconds), but must be from {Min} to {Max}",
                "30.00:00:00"));
        }

        if (options.KeepAtMost is < 1 or > MaxEvents)
        {
            problems.Add(Problem(nameof(options.KeepAtMost), $"is {options.KeepAtMost}, but must be from 1 to {MaxEvents}", "100000"));
        }

        if (options.KeepCallsAtMost is < 1 or > MaxEvents)
        {
            problems.Add(Problem(
                nameof(options.KeepCallsAtMost), $"is {options.KeepCallsAtMost}, but must be from 1 to {MaxEvents}", "20000"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Problem(string key, string problem, string example) =>
        OptionProblem.Describe($"{EventOptions.Section}:{key}", problem, example);
}
