using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>How a module is and how it would be.</summary>
/// <param name="Name">Of the module.</param>
/// <param name="Action">What would make it so: <c>create</c>, <c>update</c> or <c>deploy</c>.</param>
/// <param name="From">What <paramref name="Before"/> is, for people.</param>
/// <param name="Before">As text; empty: it is not there.</param>
/// <param name="To">What <paramref name="After"/> is, for people.</param>
/// <param name="After">As text.</param>
internal sealed record ModuleChange(string Name, string Action, string From, string Before, string To, string After)
{
    public bool IsDifferent => Before != After;

    /// <summary>For programs.</summary>
    public JsonObject Document() => new()
    {
        ["name"] = Name,
        ["action"] = IsDifferent ? Action : "none",
        ["from"] = From,
        ["to"] = To,
        ["diff"] = UnifiedDiff.Of(Before, From, After, To),
    };
}
