namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What people are shown of a module on an agent: the first that holds, in this order.</summary>
internal enum DisplayState
{
    /// <summary>Its agent is OFFLINE. Nobody knows what it does now.</summary>
    Offline = 1,

    /// <summary>Its agent should run nothing.</summary>
    Cordoned = 2,

    /// <summary>It failed, and trying again cannot mend that.</summary>
    Unsupported = 3,
    Held = 4,
    Failed = 5,

    /// <summary>The agent was told and has not answered yet.</summary>
    Updating = 6,

    /// <summary>The agent is still to be told.</summary>
    Pending = 7,

    /// <summary>It runs as it should.</summary>
    Running = 8,

    /// <summary>It should not run, and does not.</summary>
    Stopped = 9,
}
