using System.CommandLine;
using Tricorder.ApiServer.Cli.Modules;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The table of contents: every command, by what it is about.</summary>
internal static class Commands
{
    public static IEnumerable<Command> All() =>
    [
        Group("module", "Modules: write, deploy and look at them.", ModuleList.Create()),
    ];

    private static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }
}
