using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// The keys that secrets at rest and sessions are protected with: in a directory beside the database file, for the owner alone. A backup
/// needs both.
/// </summary>
internal sealed class DataProtectionKeys(IOptions<StorageOptions> storage, ILoggerFactory loggers) : IConfigureOptions<KeyManagementOptions>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string DirectoryOf(StorageOptions storage) =>
        Path.Combine(Path.GetDirectoryName(StoreName.Of(storage.SqlitePath).Path)!, "keys");

    public void Configure(KeyManagementOptions options)
    {
        var directory = DirectoryOf(storage.Value);
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(directory) : Directory.CreateDirectory(directory, OwnerOnly);
        options.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(directory), loggers);
    }
}
