using System.CommandLine;
using Tricorder.ApiServer.Cli.Agents;
using Tricorder.ApiServer.Cli.Completion;
using Tricorder.ApiServer.Cli.Config;
using Tricorder.ApiServer.Cli.Database;
using Tricorder.ApiServer.Cli.Events;
using Tricorder.ApiServer.Cli.Grafana;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Sessions;
using Tricorder.ApiServer.Cli.Status;
using Tricorder.ApiServer.Cli.Tokens;

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
        Group(
            "agent",
            "Agents: which nodes have one, and what runs there.",
            AgentList.Create(),
            AgentGet.Create(),
            AgentWatch.Create(),
            AgentCordon.CreateCordon(),
            AgentCordon.CreateUncordon(),
            AgentForget.Create()),
        EventsCommand.Create(),
        Group(
            "token",
            "API tokens: who may call the server, and what they may do.",
            TokenCreate.Create(),
            TokenList.Create(),
            TokenRevoke.Create(),
            TokenWhoami.Create()),
        Group(
            "session",
            "Sessions: who is signed in with a browser.",
            SessionList.Create(),
            SessionRevoke.Create()),
        Group(
            "grafana",
            "Grafana: what the server owns there.",
            GrafanaCommands.All()),
        Group(
            "database",
            "The observability database: tables of modules, and how long rows are kept.",
            DatabaseTables.Create(),
            DatabaseSetRetention.Create(),
            DatabaseDropTable.Create()),
        Group(
            "config",
            "Contexts: servers, and how you are known there.",
            ConfigList.Create(),
            ConfigUse.Create(),
            ConfigSet.Create(),
            ConfigDelete.Create(),
            ConfigCurrent.Create(),
            ConfigView.Create()),
        CompletionCommand.Create(),
        StatusCommand.Create(),
        VersionCommand.Create(),
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
