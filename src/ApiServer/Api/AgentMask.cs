using System.Collections.Frozen;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>What an UpdateAgent may change: whether the agent is cordoned, and its labels.</summary>
internal static class AgentMask
{
    private const int MaxLabels = 64;
    private const int MaxLabel = 256;

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

        if (given.Labels.Count > MaxLabels
            || given.Labels.Any(label => label.Key.Length is 0 or > MaxLabel || label.Value.Length > MaxLabel))
        {
            throw new InvalidArgumentException(
                "agent.labels", $"must be at most {MaxLabels} labels with keys and values of at most {MaxLabel} characters");
        }

        return new AgentChange(
            paths.Contains("cordoned") ? given.Cordoned : null,
            paths.Contains("labels") ? new Dictionary<string, string>(given.Labels) : null);
    }
}
