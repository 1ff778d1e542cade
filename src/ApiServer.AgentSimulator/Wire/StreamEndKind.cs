namespace Tricorder.ApiServer.AgentSimulator.Wire;

/// <summary>How a stream came to its end, as far as the agent treats them differently.</summary>
internal enum StreamEndKind
{
    /// <summary>The server ended it with OK.</summary>
    Ended,

    /// <summary>The server had said `drain` before.</summary>
    Drained,

    /// <summary>It was up, and broke or was ended with an error.</summary>
    Lost,

    /// <summary>There was no connection at all.</summary>
    Unreachable,

    /// <summary>The server has no room: RESOURCE_EXHAUSTED.</summary>
    Exhausted,

    /// <summary>Another stream with the same agent id took over: the agent stays away.</summary>
    Superseded,
}
