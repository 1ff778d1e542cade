namespace Tricorder.ApiServer.Common;

/// <summary>How often what others may have changed is compared, by the options that say so.</summary>
internal static class ResyncIntervals
{
    private const string Key = "ResyncInterval";

    private static readonly TimeSpan Min = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(10);

    public static string? Problem(string section, TimeSpan value, string example) =>
        value >= Min && value <= Max
            ? null
            : OptionProblem.Describe($"{section}:{Key}", $"is {value}, but must be from 1 second to 10 minutes", example);
}
