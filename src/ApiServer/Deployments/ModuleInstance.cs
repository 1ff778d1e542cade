namespace Tricorder.ApiServer.Deployments;

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
