using System.Security.Cryptography;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// A value read from files, read again when their content changes. They are compared by content: Kubernetes swaps links, and a file
/// system's notifications miss that.
/// </summary>
internal sealed class WatchedFiles<T>(IReadOnlyList<(string Key, string Path)> files, Func<IReadOnlyList<byte[]>, T> read, ILogger logger)
    where T : class
{
    private volatile T? _current;
    private byte[] _seen = [];
    private byte[]? _doubted;

    /// <summary>What the files said the last time they made sense.</summary>
    public T Current => _current ?? throw new InvalidOperationException("Used before it was loaded.");

    /// <summary>At start, when files that make no sense end it.</summary>
    public void Load()
    {
        foreach (var (key, path) in files)
        {
            try
            {
                File.OpenRead(path).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StartupException(
                    OptionProblem.Describe(key, $"is '{path}' and can not be read: {e.Message}", "/etc/apiserver/tls/tls.crt"), e);
            }
        }

        try
        {
            var contents = Contents();
            _current = read(contents);
            _seen = Digest(contents);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException(
                OptionProblem.Describe(
                    files[0].Key, $"is '{files[0].Path}' and can not be used: {e.Message}", "/etc/apiserver/tls/tls.crt"),
                e);
        }
    }

    /// <summary>
    /// Looks whether the files have changed. What makes no sense is reported once, and what was there before goes on. It is reported when
    /// it is seen for the second time: certificate and key are two files, and while they are written they do not fit.
    /// </summary>
    public T? LoadIfChanged()
    {
        byte[] digest = [];
        try
        {
            var contents = Contents();
            digest = Digest(contents);
            if (digest.AsSpan().SequenceEqual(_seen))
            {
                return null;
            }

            var loaded = read(contents);
            (_seen, _doubted) = (digest, null);
            return _current = loaded;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (_doubted is null || !digest.AsSpan().SequenceEqual(_doubted))
            {
                _doubted = digest;
            }
            else
            {
                _seen = digest;
                logger.FilesUnusable(files[0].Key, files[0].Path, e.Message);
            }

            return null;
        }
    }

    private byte[][] Contents() => [.. files.Select(file => File.ReadAllBytes(file.Path))];

    private static byte[] Digest(IEnumerable<byte[]> contents) => SHA256.HashData([.. contents.SelectMany(SHA256.HashData)]);
}
