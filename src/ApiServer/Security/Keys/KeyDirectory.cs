using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// The directory of the keys, for the owner alone. It is made when it is used, so that one that cannot be made is a failure of that use,
/// which is tried again, and not of the start.
/// </summary>
internal sealed class KeyDirectory(DirectoryInfo directory, ILoggerFactory loggers) : FileSystemXmlRepository(directory, loggers)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public override IReadOnlyCollection<XElement> GetAllElements()
    {
        Make();
        return base.GetAllElements();
    }

    public override void StoreElement(XElement element, string friendlyName)
    {
        Make();
        base.StoreElement(element, friendlyName);
    }

    private void Make() =>
        _ = OperatingSystem.IsWindows()
            ? System.IO.Directory.CreateDirectory(Directory.FullName)
            : System.IO.Directory.CreateDirectory(Directory.FullName, OwnerOnly);
}
