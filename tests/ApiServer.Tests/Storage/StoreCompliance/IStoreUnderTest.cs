using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

/// <summary>An empty, migrated database of some engine, with its one writer.</summary>
internal interface IStoreUnderTest : IAsyncDisposable
{
    IStoreDatabase Database { get; }

    StoreWriter Writer { get; }

    /// <summary>What the writer's effects change.</summary>
    LiveState Live { get; }
}
