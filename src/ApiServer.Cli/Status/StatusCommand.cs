using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Status;

/// <summary>`status`.</summary>
internal static class StatusCommand
{
    private static readonly Column<ComponentStatus>[] Columns =
    [
        new("COMPONENT", component => component.Name),
        new("STATE", component => EnumText.Of(component.State), Tone: StateTone),
        new("SINCE", component => component.State == ComponentState.NotConfigured ? "" : Age.Of(component.UpdateTime)),
        new("MESSAGE", component => component.Message),
    ];

    public static Command Create() => new ApiCommand(
        "status",
        "Show how the server is: its components, agents and modules.",
        "tricorder status",
        "tricorder status -o json | jq -r '.components[] | select(.state == \"COMPONENT_STATE_DOWN\") | .name'").Runs(
            async (session, _, cancellationToken) =>
    {
        var status = await session.Client.Status.GetServerStatusAsync(new GetServerStatusRequest(), cancellationToken: cancellationToken);
        session.Printer.Print(status, status.ClusterName, () => Print(session, status));

        return ExitCode.Ok;
    });

    private static void Print(Session session, GetServerStatusResponse status)
    {
        session.Printer.Facts(
            ("Server", $"{session.Server.Options.Address.GetLeftPart(UriPartial.Authority)}, from {session.Server.Source}"),
            ("Version", SafeText.OneLine(status.Version)),
            ("Cluster", SafeText.OneLine(status.ClusterName)),
            ("Up", $"{Age.Of(status.StartTime)}, since {status.StartTime.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z"),
            ("Agents", AgentsText(status.AgentCounts ?? new AgentCounts())),
            ("Modules", ModulesText(status.ModuleCounts ?? new ModuleCounts())));
        session.Terminal.Out.WriteLine();
        session.Printer.Table(status.Components, Columns, "The server tells of no components.");
    }

    private static string AgentsText(AgentCounts counts)
    {
        var terminated = counts.Terminated > 0 ? $", and {counts.Terminated} terminated" : "";
        return $"{counts.Total}: {counts.Online} online, {counts.Offline} offline{terminated}";
    }

    private static string ModulesText(ModuleCounts counts) =>
        $"{counts.Total}: {counts.Deployed} deployed, {counts.Undeployed} undeployed, {counts.Created} never deployed";

    private static Tone StateTone(ComponentStatus component) => component.State switch
    {
        ComponentState.Ok => Tone.Good,
        ComponentState.Degraded => Tone.Busy,
        ComponentState.Down => Tone.Bad,
        _ => Tone.Faint,
    };
}
