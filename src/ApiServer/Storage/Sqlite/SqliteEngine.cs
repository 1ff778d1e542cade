using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>SQLite as the engine of the store.</summary>
internal static class SqliteEngine
{
    public static IServiceCollection AddSqliteEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => StoreFile.Open(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value.SqlitePath,
            MigrationScript.Embedded,
            provider.GetRequiredService<ILogger<StoreFile>>()));
        services.TryAddSingleton(provider => DirectoryOf(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.TryAddSingleton<IStoreDatabase>(provider => provider.GetRequiredService<StoreFile>().Database);
        services.TryAddSingleton<ICommitGroup, CommitGroup>();
        services.TryAddSingleton<IStoreUpkeep, SqliteUpkeep>();
        return services;
    }

    /// <summary>Beside the file itself, wherever the links lead that its name goes through.</summary>
    public static StoreDirectory DirectoryOf(StorageOptions options) =>
        new(Path.GetDirectoryName(StoreName.Of(options.SqlitePath).Path)!);
}
