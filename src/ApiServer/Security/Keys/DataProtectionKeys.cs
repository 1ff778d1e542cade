using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// The keys that secrets at rest and sessions are protected with: in a directory beside the database file. A backup needs both.
/// </summary>
internal sealed class DataProtectionKeys(StoreDirectory store, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    public static string DirectoryOf(StoreDirectory store) => Path.Combine(store.Path, "keys");

    public void Configure(KeyManagementOptions options) =>
        options.XmlRepository = new KeyDirectory(new DirectoryInfo(DirectoryOf(store)), loggers);
}
