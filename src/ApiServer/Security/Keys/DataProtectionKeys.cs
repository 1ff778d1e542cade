using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// The keys that secrets at rest and sessions are protected with: in a directory beside the database file. A backup needs both.
/// </summary>
internal sealed class DataProtectionKeys(IOptions<StorageOptions> storage, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    public static string DirectoryOf(StorageOptions storage) =>
        Path.Combine(StoreDirectory.Of(storage), "keys");

    public void Configure(KeyManagementOptions options) =>
        options.XmlRepository = new KeyDirectory(new DirectoryInfo(DirectoryOf(storage.Value)), loggers);
}
