using System.Globalization;
using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>Where an agent runs: node and pod. These belong to the seed, so a new run is a restart in the same pods.</summary>
internal sealed class AgentPlace(string prefix, int number, Dice dice)
{
    private int _nodes = 1;

    public NodeProfile Profile { get; private set; } = NodeProfile.Draw(dice);

    public string PodUid { get; private set; } = dice.NextGuid().ToString();

    public string NodeName { get; private set; } = NameOf(prefix, number);

    public void Change(RestartKind kind)
    {
        if (kind == RestartKind.SamePod)
        {
            return;
        }

        PodUid = dice.NextGuid().ToString();
        if (kind == RestartKind.NewNode)
        {
            NodeName = string.Create(CultureInfo.InvariantCulture, $"{NameOf(prefix, number)}-{++_nodes}");
            Profile = NodeProfile.Draw(dice);
        }
    }

    private static string NameOf(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:00000}");
}
