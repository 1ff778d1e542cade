namespace Tricorder.ApiServer.Tests;

/// <summary>The repository that the tests run in: some tests compare its documents with the code.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Locate();

    public static string Of(params string[] path) => Path.Combine([Root, .. path]);

    private static string Locate()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
        {
            directory = directory.Parent ?? throw new DirectoryNotFoundException("The tests must be run inside the repository.");
        }

        return directory.FullName;
    }
}
