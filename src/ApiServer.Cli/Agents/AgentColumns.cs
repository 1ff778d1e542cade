using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>Agents as a table.</summary>
internal static class AgentColumns
{
    private static readonly Column<Agent> Node = new("NODE", agent => agent.NodeName);
    private static readonly Column<Agent> State = new("STATE", StateText, Tone: StateTone);
    private static readonly Column<Agent> Modules = new("MODULES", ModulesText, Tone: ModulesTone);

    public static IReadOnlyList<Column<Agent>> All { get; } =
    [
        Node,
        State,
        new("VERSION", agent => agent.Version),
        new("KERNEL", agent => agent.KernelRelease),
        Modules,
        new("LAST SEEN", agent => Age.Of(agent.LastSeenTime)),
        new("ID", agent => agent.Id, IsWide: true),
        new("PROTOCOL", agent => EnumText.Of(agent.Protocol), IsWide: true),
        new("ARCH", agent => agent.Architecture, IsWide: true),
    ];

    /// <summary>What a line of a watch tells; another line comes when any of it is another.</summary>
    public static IReadOnlyList<Column<Agent>> Watched { get; } =
    [
        Node, State, Modules, new("VERSION", agent => agent.Version), new("ID", agent => agent.Id),
    ];

    public static string StateText(Agent agent) => agent.Cordoned ? $"{EnumText.Of(agent.State)}, cordoned" : EnumText.Of(agent.State);

    /// <summary>How many of its modules run, of those that should, and how the others are.</summary>
    public static string ModulesText(Agent agent)
    {
        var counts = agent.DisplayCounts ?? new DisplayCounts();
        return $"{counts.Running}/{counts.Total - counts.Stopped}{Shown.Others(counts, DisplayState.Running, DisplayState.Stopped)}";
    }

    private static Tone StateTone(Agent agent) => agent.State switch
    {
        AgentState.Online => agent.Cordoned ? Tone.Busy : Tone.Good,
        AgentState.Offline => Tone.Bad,
        _ => Tone.Faint,
    };

    private static Tone ModulesTone(Agent agent)
    {
        var counts = agent.DisplayCounts ?? new DisplayCounts();
        return Shown.CountBad(counts) > 0 ? Tone.Bad : counts.Running + counts.Stopped < counts.Total ? Tone.Busy : Tone.Plain;
    }
}
