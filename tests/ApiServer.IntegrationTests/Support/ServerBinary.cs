namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>The server as it was built together with these tests, in the same configuration.</summary>
internal static class ServerBinary
{
    public static string Path { get; } = Locate();

    private static string Locate()
    {
        // <repository>/tests/ApiServer.IntegrationTests/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var repository = output;
        while (!File.Exists(System.IO.Path.Combine(repository.FullName, "ApiServer.sln")))
        {
            repository = repository.Parent ?? throw new DirectoryNotFoundException($"ApiServer.sln is not above {output}.");
        }

        var path = System.IO.Path.Combine(
            repository.FullName, "src", "ApiServer", "bin", output.Parent!.Name, output.Name, "apiserver.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException("The server is not built.", path);
    }
}
