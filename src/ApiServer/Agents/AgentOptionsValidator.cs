using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Agents;

internal sealed class AgentOptionsValidator : IValidateOptions<AgentOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentOptions options)
    {
        var problems = new List<string>();
        Within(
            problems, nameof(options.HeartbeatInterval), options.HeartbeatInterval,
            TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1), "00:00:15");
        Within(
            problems, nameof(options.HelloTimeout), options.HelloTimeout,
            TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), "00:00:10");
        Within(
            problems, nameof(options.SendSlotTimeout), options.SendSlotTimeout,
            TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), "00:00:00.1");
        Within(problems, nameof(options.SendTimeout), options.SendTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "00:01:00");
        Within(problems, nameof(options.DrainSpread), options.DrainSpread, TimeSpan.Zero, TimeSpan.FromHours(1), "00:00:05");
        Within(problems, nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10), "00:00:03");
        Within(problems, nameof(options.ForgetAfter), options.ForgetAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650), "7.00:00:00");
        Within(problems, nameof(options.MissedHeartbeats), options.MissedHeartbeats, 1, 100, 3);
        Within(problems, nameof(options.Max), options.Max, 1, 1_000_000, 20000);
        Within(problems, nameof(options.ConcurrentSends), options.ConcurrentSends, 1, 10_000, 32);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Within(List<string> problems, string key, TimeSpan value, TimeSpan min, TimeSpan max, string example)
    {
        if (value < min || value > max)
        {
            problems.Add(OptionProblem.Describe(Key(key), $"is {value}, but must be from {min} to {max}", example));
        }
    }

    private static void Within(List<string> problems, string key, int value, int min, int max, int example)
    {
        if (value < min || value > max)
        {
            problems.Add(OptionProblem.Describe(Key(key), $"is {value}, but must be from {min} to {max}", $"{example}"));
        }
    }

    private static string Key(string name) => $"{AgentOptions.Section}:{name}";
}
