using System.Data.Common;

namespace Tricorder.ApiServer.Storage;

/// <summary>The database under the store, in the store's words: what Stores read through, whichever engine it is.</summary>
internal interface IStoreDatabase
{
    /// <summary>A connection for reading. It sees what is committed and never waits for the writer; dispose it soon.</summary>
    ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken);

    /// <summary>From here on the connection sees one state of the store, until the transaction is disposed.</summary>
    ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>What a failure means that this database threw.</summary>
    StoreFault Classify(Exception failure);
}
