using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;

namespace Tricorder.ApiServer.Hosting.Ui;

/// <summary>
/// The files of the Web UI within this program, by path such as <c>/assets/index-1a2b.js</c>; none in a build without it.
/// </summary>
internal static class UiAssets
{
    public const string Page = "/index.html";

    private const string Prefix = "ui/";
    private const string Hashed = "/assets/";

    public static IReadOnlyDictionary<string, UiAsset> Load(Assembly assembly)
    {
        var types = new FileExtensionContentTypeProvider();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet();
        return names.Where(name => !IsCompressed(name)).ToDictionary(
            name => name[(Prefix.Length - 1)..],
            name => new UiAsset(
                types.TryGetContentType(name, out var type) ? type : "application/octet-stream",
                name.Contains(Hashed, StringComparison.Ordinal),
                ending => Read(assembly, name + ending)));
    }

    private static bool IsCompressed(string name) =>
        name.EndsWith(".gz", StringComparison.Ordinal) || name.EndsWith(".br", StringComparison.Ordinal);

    private static byte[]? Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
