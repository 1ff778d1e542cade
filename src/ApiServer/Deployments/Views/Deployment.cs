using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>A deployment as callers see it: what is wanted, and how far the fleet is.</summary>
internal sealed record Deployment(
    string ModuleId,
    int Revision,
    long Generation,
    DeploymentTarget Target,
    DeploymentPhase Phase,
    IReadOnlyList<Condition> Conditions,
    InstanceCounts Counts,
    DisplayCounts Shown,
    IReadOnlyList<Finding> Findings,
    DateTimeOffset StartTime,
    DateTimeOffset UpdateTime);
