using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>
/// The command line: the native file of `make build` where it is up to date, as users have it, else the assembly of this build.
/// </summary>
internal static class CliBinary
{
    public static IReadOnlyList<string> Command { get; } = Locate();

    public static bool IsNative => Command.Count == 1;

    private static string[] Locate()
    {
        var output = new FileInfo(ServerBinary.Path).Directory!;
        var source = output.Parent!.Parent!.Parent!.Parent!;
        var assembly = Path.Combine(source.FullName, "ApiServer.Cli", "bin", output.Parent.Name, output.Name, "tricorder.dll");
        var native = Path.Combine(source.Parent!.FullName, "artifacts", "cli", "tricorder");
        return File.GetLastWriteTimeUtc(native) >= File.GetLastWriteTimeUtc(assembly) ? [native] : ["dotnet", assembly];
    }
}
