using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>Deployments and instances as the public API shows them. Enum values agree by number.</summary>
internal static class DeploymentMapping
{
    /// <summary>Null: the module was never deployed.</summary>
    public static V1.Deployment? ToProtoOrNull(Deployment? deployment) => deployment is null ? null : ToProto(deployment);

    public static V1.Deployment ToProto(Deployment deployment) => new()
    {
        ModuleId = deployment.ModuleId,
        Revision = deployment.Revision,
        Generation = deployment.Generation,
        Target = (V1.DeploymentTarget)deployment.Target,
        Phase = (V1.DeploymentPhase)deployment.Phase,
        Conditions = { deployment.Conditions.Select(ToProto) },
        Counts = ToProto(deployment.Counts),
        Findings = { deployment.Findings.Select(FindingMapping.ToProto) },
        StartTime = Timestamp.FromDateTimeOffset(deployment.StartTime),
        UpdateTime = Timestamp.FromDateTimeOffset(deployment.UpdateTime),
        DisplayCounts = ToProto(deployment.Shown),
    };

    public static V1.ModuleStatistics ToProto(ModuleStatistics statistics) => new()
    {
        ModuleId = statistics.ModuleId,
        Agents = statistics.Agents,
        Events = statistics.Events,
        LostEvents = statistics.LostEvents,
        RowsWritten = statistics.RowsWritten,
        Errors = statistics.Errors,
        CpuTime = Duration.FromTimeSpan(statistics.CpuTime),
        MemoryBytes = statistics.MemoryBytes,
        LastRowTime = statistics.LastRowTime is { } time ? Timestamp.FromDateTimeOffset(time) : null,
        RowsPerMinute = { statistics.RowsPerMinute },
    };

    public static V1.InstanceCounts ToProto(InstanceCounts counts) => new()
    {
        Total = counts.Total,
        Pending = counts.Pending,
        InProgress = counts.InProgress,
        Succeeded = counts.Succeeded,
        Failed = counts.Failed,
        Held = counts.Held,
        Offline = counts.Offline,
    };

    public static V1.DisplayCounts ToProto(DisplayCounts counts) => new()
    {
        Total = counts.Total,
        Offline = counts.Offline,
        Cordoned = counts.Cordoned,
        Unsupported = counts.Unsupported,
        Held = counts.Held,
        Failed = counts.Failed,
        Updating = counts.Updating,
        Pending = counts.Pending,
        Running = counts.Running,
        Stopped = counts.Stopped,
    };

    public static V1.ModuleInstance ToProto(ModuleInstance instance) => new()
    {
        ModuleId = instance.ModuleId,
        ModuleName = instance.ModuleName,
        AgentId = instance.AgentId,
        NodeName = instance.NodeName,
        DesiredRevision = instance.DesiredRevision,
        ObservedRevision = instance.ObservedRevision,
        Generation = instance.Generation,
        Target = (V1.DeploymentTarget)instance.Target,
        State = (V1.InstanceState)instance.State,
        Message = instance.Message,
        Attempt = instance.Attempt,
        UpdateTime = Timestamp.FromDateTimeOffset(instance.UpdateTime),
        DisplayState = (V1.DisplayState)instance.Display,
        RunningRevision = instance.ObservedRevision,
        LastKnownState = (V1.DisplayState)(instance.LastKnown ?? 0),
    };

    public static V1.BatchDeployResult ToProto(BatchResult result, FleetSnapshot fleet) => result.Desired is { } desired
        ? new V1.BatchDeployResult { ModuleId = result.ModuleId, Deployment = ToProto(fleet.Predict(desired)) }
        : new V1.BatchDeployResult { ModuleId = result.ModuleId, Error = StatusMapping.ToStatus(result.Failure!) };

    private static V1.DeploymentCondition ToProto(Condition condition) => new()
    {
        Type = condition.Type,
        Status = (V1.ConditionStatus)condition.Status,
        Reason = condition.Reason,
        Message = condition.Message,
        UpdateTime = Timestamp.FromDateTimeOffset(condition.UpdateTime),
        Errors = { condition.Errors.Select(
            error => new V1.ErrorCount { Text = error.Text, Count = error.Count, Kind = (V1.ModuleErrorKind)error.Kind }) },
    };
}
