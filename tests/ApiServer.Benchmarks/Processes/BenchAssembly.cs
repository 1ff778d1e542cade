namespace Tricorder.ApiServer.Benchmarks.Processes;

/// <summary>Starts programs that were built together with this one.</summary>
internal static class BenchAssembly
{
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>The load client: few collections and no instrumented code, so that it leaves the processors to the servers.</summary>
    public static ChildProcess StartSwarm(string wire) => ChildProcess.Start(
        $"swarm ({wire})",
        Dotnet,
        [In("ApiServer.Benchmarks.dll"), "swarm", wire],
        endsWithInput: true,
        new Dictionary<string, string> { ["DOTNET_GCgen0size"] = "0x10000000", ["DOTNET_TieredPGO"] = "0" });

    /// <summary>The yardstick runs with the runtime settings of the product: collector, tiering and whatever else is set there.</summary>
    public static ChildProcess StartRaw() => ChildProcess.Start(
        "raw",
        Dotnet,
        [
            "exec", "--runtimeconfig", In("apiserver.runtimeconfig.json"), "--depsfile", In("ApiServer.Benchmarks.deps.json"),
            In("ApiServer.Benchmarks.dll"), "raw",
        ],
        endsWithInput: true);

    /// <summary>The product, as it was built with this.</summary>
    public static string Server => In("apiserver.dll");

    public static ChildProcess StartServer(string server, IEnumerable<string> arguments) =>
        ChildProcess.Start("apiserver", Dotnet, [server, .. arguments]);

    private static string In(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
