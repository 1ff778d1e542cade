namespace Tricorder.ApiServer.Agents;

/// <summary>Why a session ended.</summary>
internal enum SessionEnd
{
    /// <summary>The agent closed its stream in order.</summary>
    Closed,

    /// <summary>The stream broke.</summary>
    Lost,

    /// <summary>Three heartbeats were missed.</summary>
    Silent,

    /// <summary>The agent does not take what it is sent.</summary>
    Stalled,

    /// <summary>An answer did not come on a wire where nothing else can be sent before it.</summary>
    NoAnswer,

    /// <summary>The agent broke the protocol.</summary>
    Violation,

    /// <summary>The same agent connected again.</summary>
    Superseded,

    /// <summary>The credentials it came with were revoked.</summary>
    Revoked,

    /// <summary>The agent's pod was deleted.</summary>
    PodGone,

    /// <summary>The server stops.</summary>
    Draining,
}
