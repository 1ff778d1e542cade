using System.CommandLine;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>--wait, of the commands that start something.</summary>
internal static class WaitOptions
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Waiting = TimeSpan.FromMinutes(5);

    public static Option<bool> Wait { get; } = new("--wait", "-w")
    {
        Description = "Wait until all agents that are online have answered; exit status 7 when some failed.",
    };

    public static TimeSpan? Timeout(ParseResult arguments) => arguments.GetValue(Wait) ? Waiting : Default;
}
