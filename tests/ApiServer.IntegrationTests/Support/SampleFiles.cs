namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>The files in <c>samples/</c>, a directory for each sample.</summary>
internal static class SampleFiles
{
    public static IEnumerable<string> Names => System.IO.Directory.GetFiles(Root, "module.json", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!);

    public static string Directory(string sample) => Path.Combine(Root, sample);

    public static string ReadText(string sample, string file) => File.ReadAllText(Path.Combine(Root, sample, file));

    private static string Root
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
            {
                directory = directory.Parent ?? throw new DirectoryNotFoundException("ApiServer.sln is not above the tests.");
            }

            return Path.Combine(directory.FullName, "samples");
        }
    }
}
