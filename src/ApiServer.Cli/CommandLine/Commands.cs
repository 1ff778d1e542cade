using System.CommandLine;
using Tricorder.ApiServer.Cli.Modules;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The table of contents: every command, by what it is about.</summary>
internal static class Commands
{
    public static IEnumerable<Command> All() =>
    [
        ModuleWrite.Apply(),
        Group(
            "module",
            "Modules: write, deploy and look at them.",
            ModuleList.Create(),
            ModuleGet.Create(),
            ModuleWrite.Create(),
            ModuleWrite.Update(),
            ModuleWrite.Apply(),
            ModuleValidate.Create(),
            ModulePreview.Create(),
            ModuleDiff.Create(),
            ModuleDeploy.Create(),
            ModuleUndeploy.Create(),
            ModuleRollback.Create(),
            ModuleRevisions.Create(),
            ModuleInstances.Create(),
            ModuleWatch.Create(),
            ModuleRows.Create(),
            ModuleDelete.Create()),
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
