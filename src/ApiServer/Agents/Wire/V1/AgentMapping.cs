using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Agents.Wire.V1;

/// <summary>Agents' messages, checked and turned into what the rest of the server knows.</summary>
internal static class AgentMapping
{
    private const long FirstSecond = -62_135_596_800; // 0001-01-01
    private const long LastSecond = 253_402_300_799; // 9999-12-31
    private const int MaxText = 256;
    private const int MaxLabels = 64;
    private const int MaxModules = 4096;

    public static AgentHello ToHello(Hello hello)
    {
        var violations = new List<FieldViolation>();
        if (!WireIds.TryRead(hello.AgentId, out var agentId))
        {
            violations.Add(new FieldViolation("hello.agent_id", WireIds.Rule + ", new at each start of the agent process"));
        }

        Short(violations, "hello.node_name", hello.NodeName);
        if (hello.NodeName.Length > 0 && !HarmlessText.IsName(hello.NodeName))
        {
            violations.Add(new FieldViolation("hello.node_name", HarmlessText.NameRule));
        }

        Short(violations, "hello.pod_uid", hello.PodUid);
        Short(violations, "hello.version", hello.Version);
        Short(violations, "hello.kernel_release", hello.KernelRelease);
        Short(violations, "hello.architecture", hello.Architecture);
        if (hello.Labels.Count > MaxLabels || hello.Labels.Any(label => label.Key.Length > MaxText || label.Value.Length > MaxText))
        {
            violations.Add(new FieldViolation("hello.labels", $"at most {MaxLabels} labels of {MaxText} characters"));
        }

        var running = ToRunning(violations, hello);
        return violations.Count == 0
            ? new AgentHello
            {
                AgentId = agentId,
                NodeName = hello.NodeName,
                PodUid = ReportedText.Word(hello.PodUid),
                Version = ReportedText.Word(hello.Version),
                KernelRelease = ReportedText.Word(hello.KernelRelease),
                Architecture = ReportedText.Word(hello.Architecture),
                Labels = Labels(hello),
                Protocol = AgentProtocol.V1,
                Running = running,
            }
            : throw new InvalidArgumentException(violations);
    }

    private static List<RunningModule> ToRunning(List<FieldViolation> violations, Hello hello)
    {
        var modules = new List<RunningModule>();
        if (hello.Running.Count > MaxModules)
        {
            violations.Add(new FieldViolation("hello.running", $"at most {MaxModules} modules"));
            return modules;
        }

        for (var index = 0; index < hello.Running.Count; index++)
        {
            if (WireIds.TryRead(hello.Running[index].ModuleId, out var moduleId))
            {
                modules.Add(new RunningModule(moduleId, hello.Running[index].Revision));
            }
            else
            {
                violations.Add(new FieldViolation($"hello.running[{index}].module_id", WireIds.Rule));
            }
        }

        return modules;
    }

    /// <summary>An agent's report; null for a state that says nothing.</summary>
    public static ModuleReport? ToReport(ModuleStatus status)
    {
        ReportedState? state = status.State switch
        {
            InstanceState.InProgress => ReportedState.InProgress,
            InstanceState.Succeeded => ReportedState.Succeeded,
            InstanceState.Failed => ReportedState.Failed,
            _ => null,
        };
        return state is { } known
            ? new ModuleReport(
                WireIds.Canonical(status.ModuleId), status.Revision, status.Generation, known, ReportedText.Message(status.Message))
            : null;
    }

    public static ContainerInfo ToProto(ContainerNotice notice) => notice.Removed
        ? new ContainerInfo { Id = notice.Container.Id, Removed = true }
        : new ContainerInfo
        {
            Id = notice.Container.Id,
            Name = notice.Container.Name,
            PodUid = notice.Container.PodUid,
            PodName = notice.Container.PodName,
            QosClass = notice.Container.QosClass,
        };

    public static IEnumerable<Containers.ContainerProcess> ToProcesses(ContainerProcesses answer) =>
        answer.Processes.Select(process => new Containers.ContainerProcess(process.Pid, ToMilliseconds(process.CreateTime)));

    /// <summary>Agents may send anything: beyond what a timestamp can be is cut.</summary>
    private static long ToMilliseconds(Timestamp? time) =>
        time is null
            ? 0
            : (Math.Clamp(time.Seconds, FirstSecond, LastSecond) * 1000) + (Math.Clamp(time.Nanos, 0, 999_999_999) / 1_000_000);

    /// <summary>Two that are the same once they are cleaned are one.</summary>
    private static IReadOnlyDictionary<string, string> Labels(Hello hello)
    {
        if (hello.Labels.Count == 0)
        {
            return Agent.NoLabels;
        }

        var labels = new Dictionary<string, string>();
        foreach (var (key, value) in hello.Labels)
        {
            labels[ReportedText.Word(key)] = ReportedText.Word(value);
        }

        return labels;
    }

    private static void Short(List<FieldViolation> violations, string field, string value)
    {
        if (value.Length > MaxText)
        {
            violations.Add(new FieldViolation(field, $"at most {MaxText} characters"));
        }
    }
}
