namespace Tricorder.ApiServer.Agents;

internal enum AgentState
{
    Online = 1,

    /// <summary>Its stream is gone; it is expected back.</summary>
    Offline = 2,

    /// <summary>Replaced on its node, or its pod is deleted: it is not expected back and counts in no total.</summary>
    Terminated = 3,
}
