using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>One module on one agent, as callers see it.</summary>
internal sealed record ModuleInstance(
    string ModuleId,
    string ModuleName,
    string AgentId,
    string NodeName,
    int DesiredRevision,
    int ObservedRevision,
    long Generation,
    DeploymentTarget Target,
    InstanceState State,
    string Message,
    int Attempt,
    DateTimeOffset UpdateTime,
    DisplayState Display,
    DisplayState? LastKnown);
