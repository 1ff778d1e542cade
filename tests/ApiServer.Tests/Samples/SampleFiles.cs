namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>The samples as they are checked in, found from where the tests run.</summary>
internal static class SampleFiles
{
    private static readonly string Root = FindRoot();

    public static IEnumerable<string> Names => System.IO.Directory.GetFiles(Root, "module.json", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!);

    public static string Directory(string sample) => Path.Combine(Root, sample);

    public static string ReadText(string sample, string file) => File.ReadAllText(Path.Combine(Root, sample, file));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
            {
                return Path.Combine(directory.FullName, "samples");
            }
        }
        throw new DirectoryNotFoundException($"No ApiServer.sln above {AppContext.BaseDirectory}.");
    }
}
