namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Takes what waits for an agent, and tells it.</summary>
internal interface IDeliverer
{
    /// <summary>Something waits, and may be taken.</summary>
    bool HasNext { get; }

    /// <summary>There may be something to take. Cheap, never blocks.</summary>
    void Wake();
}
