namespace Tricorder.ApiServer.Reconciling;

/// <summary>
/// What the process does. A process serves from its start; it leads when it alone decides. With SQLite it does both at once, because no
/// other process has the store.
/// </summary>
internal enum ProcessPhase
{
    /// <summary>Listening, certificates, secrets, streams: what every process does.</summary>
    Serve,

    /// <summary>Live state, and all that writes to the store or acts on the outside: what one process does.</summary>
    Lead,
}
