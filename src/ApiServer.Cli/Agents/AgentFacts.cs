using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>What is known of an agent, one fact a line.</summary>
internal static class AgentFacts
{
    public static void Print(Session session, Agent agent) => session.Printer.Facts(
        ("Node", SafeText.OneLine(agent.NodeName)),
        ("State", AgentColumns.StateText(agent)),
        ("Modules", AgentColumns.ModulesText(agent)),
        ("Last seen", Age.Exactly(agent.LastSeenTime)),
        ("Connected", Age.Exactly(agent.ConnectTime)),
        ("Version", SafeText.OneLine(agent.Version)),
        ("Protocol", EnumText.Of(agent.Protocol)),
        ("Kernel", SafeText.OneLine($"{agent.KernelRelease} {agent.Architecture}").Trim()),
        ("Labels", SafeText.OneLine(string.Join(", ", agent.Labels.Order(LabelOrder).Select(label => $"{label.Key}={label.Value}")))),
        ("Pod UID", SafeText.OneLine(agent.PodUid)),
        ("ID", agent.Id));

    private static Comparer<KeyValuePair<string, string>> LabelOrder { get; } =
        Comparer<KeyValuePair<string, string>>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));
}
