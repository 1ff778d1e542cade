using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Agents;

/// <summary>The modules of an agent.</summary>
internal static class AgentInstances
{
    public static IReadOnlyList<Column<ModuleInstance>> Columns { get; } =
    [
        new("MODULE", instance => instance.ModuleName.Length > 0 ? instance.ModuleName : instance.ModuleId),
        new(
            "TARGET",
            instance => EnumText.Of(instance.Target),
            Tone: instance => instance.Target == DeploymentTarget.Deployed ? Tone.Plain : Tone.Faint),
        new("STATE", Shown.StateText, Tone: instance => Shown.ToneOf(instance.DisplayState)),
        new("REVISION", Shown.Revision),
        new("ATTEMPT", instance => $"{instance.Attempt}", IsWide: true),
        new("AGE", instance => Age.Of(instance.UpdateTime)),
        new("MODULE ID", instance => instance.ModuleId, IsWide: true),
        new("MESSAGE", instance => instance.Message),
    ];
}
