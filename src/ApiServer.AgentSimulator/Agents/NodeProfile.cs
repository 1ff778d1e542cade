using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>What an agent says about its node; a few that all agents share.</summary>
/// <param name="Version">Version of the agent.</param>
/// <param name="KernelRelease">As `uname -r` gives it.</param>
/// <param name="Architecture">As `uname -m` gives it.</param>
/// <param name="Labels">Labels of the agent.</param>
internal sealed record NodeProfile(
    string Version, string KernelRelease, string Architecture, IReadOnlyDictionary<string, string> Labels)
{
    private static readonly string[] Versions = ["1.4.2", "1.4.2", "1.4.2", "1.4.1", "1.3.7"];

    private static readonly (string Release, string Architecture)[] Kernels =
    [
        ("5.4.0-150-generic", "x86_64"),
        ("5.10.0-28-cloud-amd64", "x86_64"),
        ("5.15.0-1051-aws", "aarch64"),
        ("5.15.0-105-generic", "x86_64"),
        ("6.1.0-18-cloud-arm64", "aarch64"),
        ("6.6.30-talos", "x86_64"),
    ];

    private static readonly string[] Zones = ["zone-a", "zone-b", "zone-c"];

    private static readonly NodeProfile[] All =
    [
        .. from version in Versions
           from kernel in Kernels
           from zone in Zones
           select new NodeProfile(
               version,
               kernel.Release,
               kernel.Architecture,
               new Dictionary<string, string> { ["zone"] = zone, ["pool"] = kernel.Architecture == "x86_64" ? "general" : "arm" }),
    ];

    public static NodeProfile Draw(Dice dice) => dice.Pick(All);
}
