using System.Collections.Frozen;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>What an UpdateAgent may change: whether the agent is cordoned, and its labels.</summary>
internal static class AgentMask
{
    private const int MostLabels = 64;
    private const int LongestLabel = 256;

    private static readonly FrozenSet<string> OutputOnly = V1.Agent.Descriptor.Fields.InDeclarationOrder()
        .Select(field => field.Name)
        .Where(name => name is not ("cordoned" or "labels"))
        .ToFrozenSet(StringComparer.Ordinal);

    public static AgentChange ChangeOf(V1.Agent given, FieldMask? mask)
    {
        var paths = FieldMasks.Resolve(mask, given, OutputOnly);
        if (paths.Count == 0)
        {
            throw new InvalidArgumentException(
                "update_mask", "names nothing to change; 'cordoned' and 'labels' can be (to uncordon, name 'cordoned')");
        }

        if (given.Labels.Count > MostLabels
            || given.Labels.Any(label => label.Key.Length is 0 or > LongestLabel || label.Value.Length > LongestLabel))
        {
            throw new InvalidArgumentException(
                "agent.labels", $"must be at most {MostLabels} labels with keys and values of at most {LongestLabel} characters");
        }

        return new AgentChange(
            paths.Contains("cordoned") ? given.Cordoned : null,
            paths.Contains("labels") ? new Dictionary<string, string>(given.Labels) : null);
    }
}
