namespace Tricorder.ApiServer.Storage;

/// <summary>Where the files go that belong to the store and are not in it, such as keys: a backup takes them along.</summary>
internal sealed record StoreDirectory(string Path);
