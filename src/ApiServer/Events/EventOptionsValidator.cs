using Microsoft.Extensions.Options;

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
            problems.Add(
                $"{EventOptions.Section}:{nameof(EventOptions.KeepFor)} is {options.KeepFor}; "
                + "give a time from one minute to ten years, for example 30.00:00:00 for 30 days.");
        }

        if (options.KeepAtMost is < 1 or > MaxEvents)
        {
            problems.Add(
                $"{EventOptions.Section}:{nameof(EventOptions.KeepAtMost)} is {options.KeepAtMost}; "
                + $"give a number from 1 to {MaxEvents}, for example 100000.");
        }

        if (options.KeepCallsAtMost is < 1 or > MaxEvents)
        {
            problems.Add(
                $"{EventOptions.Section}:{nameof(EventOptions.KeepCallsAtMost)} is {options.KeepCallsAtMost}; "
                + $"give a number from 1 to {MaxEvents}, for example 20000.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
