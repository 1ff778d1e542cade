namespace Tricorder.ApiServer.Api.Watch;

/// <summary>What one subscription watches.</summary>
internal interface IWatchTopic
{
    /// <summary>Names the topic and its filter: a resume token of another subscription is not valid here.</summary>
    string Fingerprint { get; }

    /// <summary>Begins at a position, or with a snapshot when there is none.</summary>
    Task<IWatchCursor> OpenAsync(long? position, CancellationToken cancellationToken);
}
