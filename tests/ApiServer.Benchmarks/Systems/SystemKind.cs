using Tricorder.ApiServer.Benchmarks.Report;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>One column of the table: its name, the wire its agents speak, and how to start one in an empty directory.</summary>
internal sealed record SystemKind(string Name, string Wire, Func<string, CancellationToken, Task<ISystem>> StartAsync)
{
    public static readonly SystemKind Raw = new("raw", "connect", RawSystem.StartAsync);
    public static readonly SystemKind Etcd = new("etcd", "etcd", EtcdSystem.StartAsync);
    public static readonly SystemKind Here = new("here", "connect", (directory, token) => HereSystem.StartAsync(directory, [], token));

    /// <summary>The same with TLS and a certificate for each agent, which must name its node.</summary>
    public static readonly SystemKind HereTls =
        new("mtls", "connect", (directory, token) => HereSystem.StartAsync(directory, BenchCertificates.ServerSettings, token));

    /// <summary>Another build of the product.</summary>
    /// <param name="server">Its apiserver.dll.</param>
    public static SystemKind Against(string server) =>
        new(Comparison.Against, "connect", (directory, token) => HereSystem.StartAsync(server, directory, [], token));
}
