using System.Buffers.Binary;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// The header of a write-ahead log. Each time SQLite begins the log anew it adds one to the count and one to the first salt, which was
/// random at first: their difference stays, in copies of the log too. When another connection begins it anew the difference may change:
/// then it is not known any more whose log it is.
/// </summary>
internal readonly record struct LogHeader(uint Count, uint Salt)
{
    private const int Length = 32;
    private const int Magic = 0x377f0682;

    /// <summary>The same for all of the log's life.</summary>
    public uint Id => Salt - Count;

    /// <summary>Null when there is no log, or nothing in it.</summary>
    public static LogHeader? Read(string databasePath)
    {
        if (!StorePath.HasContent(databasePath + "-wal"))
        {
            return null;
        }

        using var stream = new FileStream(databasePath + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> header = stackalloc byte[Length];
        return stream.ReadAtLeast(header, Length, throwOnEndOfStream: false) == Length
            && (BinaryPrimitives.ReadInt32BigEndian(header) & ~1) == Magic
            ? new LogHeader(BinaryPrimitives.ReadUInt32BigEndian(header[12..]), BinaryPrimitives.ReadUInt32BigEndian(header[16..]))
            : null;
    }
}
