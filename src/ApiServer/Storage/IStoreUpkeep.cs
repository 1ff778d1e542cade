namespace Tricorder.ApiServer.Storage;

/// <summary>What an engine wants done from time to time.</summary>
internal interface IStoreUpkeep
{
    /// <summary>Whether a restart would not find what is stored: the next write tells callers why.</summary>
    bool IsLost();

    /// <summary>Does what the engine's own storage needs.</summary>
    void Tidy();
}
