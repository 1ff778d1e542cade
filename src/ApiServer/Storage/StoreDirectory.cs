using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Storage;

/// <summary>Where the files go that belong to the store and are not in it, such as keys: a backup takes them along.</summary>
internal static class StoreDirectory
{
    public static string Of(StorageOptions options) => Path.GetDirectoryName(StoreName.Of(options.SqlitePath).Path)!;
}
