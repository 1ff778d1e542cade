using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.Legacy.Common;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.AgentSimulator.Wire.Legacy;

/// <summary>Between the legacy messages and what the simulator thinks in.</summary>
internal static class LegacyMessages
{
    public static DeployModuleResp First(LegacyProcess process) => new()
    {
        Agent = new Tricorder.Legacy.Deployer.Agent
        {
            Id = process.AgentId,
            PodId = process.Agent.PodUid,
            NodeName = process.Agent.NodeName,
        },
    };

    public static DeployModuleResp Answer(ModuleUpdate order, string? error) => new()
    {
        ModuleId = order.ModuleId,
        State = error is null ? ModuleInstanceState.Succeeded : ModuleInstanceState.Failed,
        Desc = error ?? "",
    };

    public static ModuleUpdate Order(DeployModuleReq order)
    {
        var deploy = order.Deploy == DeployModuleReq.Types.DEPLOY_STATUS.Deploy;
        return new ModuleUpdate(order.ModuleId, deploy, 0, 0, deploy ? Content(order.Module) : ModuleContent.None);
    }

    public static ProcessWrapper Processes(ContainerInfo container, DateTimeOffset now)
    {
        var info = new ProcessInfo { Container = container };
        foreach (var process in ContainerProcessList.Of(container.Id, now))
        {
            info.ProcList.Add(new Process { Id = process.Pid, CreateTime = process.CreateTime.ToUnixTimeMilliseconds() });
        }

        return new ProcessWrapper { Process = info };
    }

    // The digest is always taken: no revision travels on this wire, so nothing else tells contents apart.
    private static ModuleContent Content(Tricorder.Legacy.Module.Module? module) => ModuleContent.Of(
        module?.Name ?? "",
        module?.Wasm?.OutputSchema?.Name ?? "",
        module?.Ebpf?.Code ?? "",
        module?.Wasm?.Fmt == Format.Binary,
        module?.Wasm is { } wasm ? wasm.Code.Span : default,
        digest: true);
}
