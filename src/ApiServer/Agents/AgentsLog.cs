namespace Tricorder.ApiServer.Agents;

/// <summary>Event ids 4000 to 4099.</summary>
internal static partial class AgentsLog
{
    [LoggerMessage(4000, LogLevel.Information, "Sending to agent {AgentId} failed; its stream is ended")]
    public static partial void SendFailed(this ILogger logger, Exception exception, string agentId);

    [LoggerMessage(4001, LogLevel.Warning, "The end of agent {AgentId}'s stream could not be stored")]
    public static partial void DisconnectNotStored(this ILogger logger, Exception exception, string agentId);

    [LoggerMessage(4002, LogLevel.Warning, "A round of looking after agents failed; the next one follows")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(4003, LogLevel.Information, "Draining {Count} agent streams")]
    public static partial void Draining(this ILogger logger, int count);

    [LoggerMessage(4004, LogLevel.Information, "Agent {AgentId} sent something that is not the protocol: {Problem}")]
    public static partial void ProtocolViolation(this ILogger logger, string agentId, string problem);

    [LoggerMessage(4005, LogLevel.Debug, "An agent's process report could not be read; its stream is held open all the same")]
    public static partial void ProcessesUnreadable(this ILogger logger, Exception exception);
}
