namespace Tricorder.ApiServer.Agents;

/// <summary>Event ids 4000 to 4099.</summary>
internal static partial class AgentsLog
{
    [LoggerMessage(4000, LogLevel.Information, "Sending to agent {AgentId} failed; its stream is ended")]
    public static partial void SendFailed(this ILogger logger, Exception exception, string agentId);

    [LoggerMessage(4006, LogLevel.Debug, "What agent {AgentId} should be sent was refused ({Reason}); its stream is ended")]
    public static partial void SendRefused(this ILogger logger, string agentId, string reason);

    [LoggerMessage(4003, LogLevel.Information, "Draining {Count} agent streams")]
    public static partial void Draining(this ILogger logger, int count);

    [LoggerMessage(4004, LogLevel.Information, "Agent {AgentId} sent something that is not the protocol: {Problem}")]
    public static partial void ProtocolViolation(this ILogger logger, string agentId, string problem);

    [LoggerMessage(4005, LogLevel.Debug, "An agent's process report could not be read; its stream is held open all the same")]
    public static partial void ProcessesUnreadable(this ILogger logger, Exception exception);
}
