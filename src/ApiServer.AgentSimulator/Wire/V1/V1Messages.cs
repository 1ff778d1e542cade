using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Wire.V1;

/// <summary>Between the V1 messages and what the simulator thinks in.</summary>
internal static class V1Messages
{
    public static AgentMessage Hello(V1Process process)
    {
        var agent = process.Agent;
        var hello = new Hello
        {
            AgentId = process.AgentId,
            NodeName = agent.NodeName,
            PodUid = agent.PodUid,
            Version = agent.Profile.Version,
            KernelRelease = agent.Profile.KernelRelease,
            Architecture = agent.Profile.Architecture,
        };
        foreach (var (key, value) in agent.Profile.Labels)
        {
            hello.Labels.Add(key, value);
        }

        foreach (var (moduleId, revision) in process.Modules.Running())
        {
            hello.Running.Add(new RunningModule { ModuleId = moduleId, Revision = revision });
        }

        return new AgentMessage { Hello = hello };
    }

    public static Modules.ModuleUpdate Update(ApiServer.V1.ModuleUpdate update, bool digest)
    {
        var deploy = update.Action == ModuleAction.Deploy;
        return new Modules.ModuleUpdate(
            update.ModuleId, deploy, update.Revision, update.Generation, deploy ? Content(update.Module, digest) : ModuleContent.None);
    }

    public static AgentMessage Status(
        string moduleId, int revision, long generation, InstanceState state, string message, DateTimeOffset now) =>
        new()
        {
            ModuleStatus = new ModuleStatus
            {
                ModuleId = moduleId,
                Revision = revision,
                Generation = generation,
                State = state,
                Message = message,
                Time = Timestamp.FromDateTimeOffset(now),
            },
        };

    public static AgentMessage Heartbeat(ModuleTable modules)
    {
        var heartbeat = new Heartbeat();
        foreach (var module in modules.All())
        {
            var usage = module.Usage.Read();
            heartbeat.Usage.Add(new ModuleUsage
            {
                ModuleId = module.ModuleId,
                Events = usage.Events,
                LostEvents = usage.LostEvents,
                RowsWritten = usage.RowsWritten,
                Errors = usage.Errors,
                LastError = usage.LastError,
                LastErrorKind = usage.LastErrorKind,
                CpuTime = Duration.FromTimeSpan(usage.CpuTime),
                MemoryBytes = usage.MemoryBytes,
            });
        }

        return new AgentMessage { Heartbeat = heartbeat };
    }

    public static AgentMessage Processes(ContainerInfo container, DateTimeOffset now)
    {
        var answer = new ContainerProcesses { Container = container };
        foreach (var process in ContainerProcessList.Of(container.Id, now))
        {
            answer.Processes.Add(new ContainerProcess
            {
                Pid = process.Pid,
                CreateTime = Timestamp.FromDateTimeOffset(process.CreateTime),
            });
        }

        return new AgentMessage { ContainerProcesses = answer };
    }

    private static ModuleContent Content(Module? module, bool digest) => ModuleContent.Of(
        module?.Name ?? "",
        module?.OutputSchema?.TableName ?? "",
        module?.Ebpf?.Source ?? "",
        module?.Wasm?.Format == ProgramFormat.Binary,
        module?.Wasm is { } wasm ? wasm.Binary.Span : default,
        digest);
}
