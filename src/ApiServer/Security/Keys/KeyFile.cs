using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// The file of one key, watched from the first look on. Each look opens it; only one that has another size or time than before is read.
/// Keys in use are in memory, so whatever happens to the file shows at the next start only.
/// </summary>
internal sealed class KeyFile(Guid key, string path)
{
    private readonly Lock _lock = new();
    private byte[]? _digest;
    private (long Length, DateTime Written) _seen;

    /// <summary>Whether the file is one that all keys can be read with: none can where there is one that is no XML.</summary>
    public static bool IsSound(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Load(stream);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return false;
        }
    }

    /// <summary>What is wrong with the file; null when it is what it was at the first look.</summary>
    public string? Problem()
    {
        lock (_lock)
        {
            try
            {
                using var stream = File.OpenRead(path);
                var now = (stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle));
                if (_digest is not null && now == _seen)
                {
                    return null;
                }

                var digest = Read(stream, key);
                if (digest is null || !digest.AsSpan().SequenceEqual(_digest ?? digest))
                {
                    return $"{path} does not hold the key that it held";
                }

                (_digest, _seen) = (digest, now);
                return null;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return $"{path} is missing";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
            {
                return $"{path} cannot be read: {e.Message}";
            }
        }
    }

    /// <summary>Null when it is something else. White space between elements does not count.</summary>
    private static byte[]? Read(Stream stream, Guid key)
    {
        var root = Load(stream);
        return root.Name == "key" && Guid.TryParse((string?)root.Attribute("id"), out var id) && id == key
            ? SHA256.HashData(Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)))
            : null;
    }

    private static XElement Load(Stream stream)
    {
        using var reader = XmlReader.Create(stream);
        return XElement.Load(reader);
    }
}
