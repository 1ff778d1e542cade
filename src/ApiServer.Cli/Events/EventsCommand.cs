using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Cli.Agents;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Events;

/// <summary>`events`.</summary>
internal static class EventsCommand
{
    private const int DefaultLimit = 100;

    public static Command Create()
    {
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Go on with what happens from now on, until Ctrl-C; with -o json a line each.",
        };
        var module = OptionKinds.Text(
            "--module", "name", "Only events about this module; an id may be that of a deleted one.", Completions.Modules);
        var agent = OptionKinds.Text("--agent", "node", "Only events about the agent on this node, or of this id.", Completions.Nodes);
        var kind = OptionKinds.Text("--kind", "kind", "Only events of this kind, such as deploy-requested or call-denied.");
        kind.CompletionSources.Add(EventKindNames.All);
        kind.CustomParser = EventKindNames.Parse;
        var since = OptionKinds.Time("--since", "Only events of this last time, such as 1h.");
        var limit = OptionKinds.Count("--limit", $"Only the newest this many; 0 means all. Usual: {DefaultLimit}, or all with --since.");
        var command = new ApiCommand(
            "events",
            "Show what happened and who did it, newest last.",
            "tricorder events -f",
            "tricorder events --module tcp-connect --since 1h",
            "tricorder events --kind call-denied -o json | jq -r '.events[] | [.actor, .clientAddress, .message] | @tsv'")
        {
            follow, module, agent, kind, since, limit,
        };
        command.DefaultTimeout = arguments => arguments.GetValue(follow) ? null : TimeSpan.FromSeconds(30);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var age = arguments.GetValue(since);
            var most = arguments.GetValue(limit) ?? (age is null ? DefaultLimit : 0);
            var request = new ListEventsRequest
            {
                ModuleId = arguments.GetValue(module) is { } name ? await ModuleIdAsync(session, name, cancellationToken) : "",
                AgentId = arguments.GetValue(agent) is { } node ? await AgentIdAsync(session, node, cancellationToken) : "",
                Kind = arguments.GetValue(kind) ?? "",
                Since = age is null ? null : Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow - age.Value),
            };
            return arguments.GetValue(follow)
                ? await FollowAsync(session, request, most, cancellationToken)
                : await ListAsync(session, request, most, cancellationToken);
        });
    }

    private static async Task<int> ListAsync(Session session, ListEventsRequest request, int limit, CancellationToken cancellationToken)
    {
        var (events, total) = await EventHistory.ReadAsync(session, request, limit, cancellationToken);
        var answer = new ListEventsResponse { Events = { events }, TotalSize = total };
        session.Printer.Print(events, answer, one => one.Id, EventColumns.Of(session.Printer.Format), "There are no such events.");
        if (session.Printer.IsTable && events.Count < total)
        {
            session.Terminal.Error.WriteLine($"These are the newest {events.Count} of {total}; --limit 0 shows all.");
        }

        return ExitCode.Ok;
    }

    private static async Task<int> FollowAsync(Session session, ListEventsRequest request, int limit, CancellationToken cancellationToken)
    {
        var table = new TextTable<Event>(session.Terminal, EventColumns.Of(session.Printer.Format));
        await foreach (var events in new EventTail(session, request, limit).ReadAsync(cancellationToken))
        {
            if (session.Printer.IsTable)
            {
                table.Add(events);
                continue;
            }

            foreach (var one in events)
            {
                session.Printer.PrintNext(one, one.Id);
            }
        }

        return ExitCode.Ok;
    }

    private static async Task<string> ModuleIdAsync(Session session, string name, CancellationToken cancellationToken) =>
        Guid.TryParseExact(name, "D", out _) ? name : (await ModuleFinder.FindAsync(session, name, cancellationToken)).Id;

    private static async Task<string> AgentIdAsync(Session session, string node, CancellationToken cancellationToken) =>
        Guid.TryParseExact(node, "D", out _) ? node : (await AgentFinder.FindAsync(session, node, cancellationToken)).Id;
}
