using System.Globalization;
using System.Text;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>
/// One server per database file. The kernel holds the lock and gives it back when the process ends, however it ends, so a lock file
/// left behind means nothing. It is a file of its own because closing any handle of the database itself would drop SQLite's locks.
/// </summary>
internal sealed class SqliteLock : IDisposable
{
    /// <summary>What flock answers when somebody else has it, as .NET reports it on Linux and on macOS.</summary>
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;

    private readonly FileStream _stream;

    private SqliteLock(FileStream stream) => _stream = stream;

    public static SqliteLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            var stream = StorePath.OpenForOwner(path, FileShare.None);
            SignWith(stream, Environment.ProcessId);
            return new SqliteLock(stream);
        }
        catch (IOException e) when (e.HResult is WouldBlockLinux or WouldBlockMac)
        {
            throw new StartupException(
                $"The database file {databasePath} is in use by another server{Holder(path)} (lock file {path}). "
                + $"Stop that server, or give this one a file of its own with {StorageOptions.Section}:{nameof(StorageOptions.SqlitePath)}.",
                e);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The holder's number is a courtesy to whoever reads the refusal; a full disk must not turn it into one.</summary>
    private static void SignWith(FileStream stream, int processId)
    {
        try
        {
            stream.SetLength(0);
            stream.Write(Encoding.ASCII.GetBytes(processId.ToString(CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // The lock is held all the same.
        }
    }

    private static string Holder(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? string.Create(CultureInfo.InvariantCulture, $", process {id}")
                : string.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
