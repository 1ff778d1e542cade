using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.Benchmarks.Etcd;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.Benchmarks.Swarm;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>etcd with its defaults on loopback: the module is one key, each agent watches it and puts a status of its own.</summary>
internal sealed class EtcdSystem : ISystem
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly GrpcChannel _channel;
    private int _version;

    private EtcdSystem(ChildProcess process, Uri address)
    {
        Process = process;
        Address = address;
        _channel = GrpcChannel.ForAddress(address);
    }

    public ChildProcess Process { get; }

    public Uri Address { get; }

    /// <summary>Where etcd is, or null when it is not on PATH.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, "etcd")).FirstOrDefault(File.Exists);

    public static async Task<ISystem> StartAsync(string directory, CancellationToken token)
    {
        var (clients, peers) = (FreeAddress(), FreeAddress());
        var process = ChildProcess.Start(
            "etcd",
            Find() ?? throw new BenchmarkException("etcd is not on PATH."),
            [
                "--data-dir", directory, "--log-level", "error",
                "--listen-client-urls", clients, "--advertise-client-urls", clients,
                "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", $"default={peers}",
            ]);
        var system = new EtcdSystem(process, new Uri(clients));
        await system.UntilItAnswersAsync(token);
        return system;
    }

    public async Task<Convergence> ConvergeAsync(SwarmClient swarm, int agents, CancellationToken token)
    {
        var module = SampleModule.Create("etcd", ++_version).ToByteString();
        var start = Stopwatch.GetTimestamp();
        var put = await PutAsync(EtcdWire.ModuleKey, module, token);
        var (end, retries) = await swarm.AnsweredAsync(put.Header.Revision, token);
        return new Convergence(Stopwatch.GetElapsedTime(start, end), retries);
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return Process.DisposeAsync();
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    private async Task UntilItAnswersAsync(CancellationToken token)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await PutAsync(ByteString.CopyFromUtf8("ready"), ByteString.Empty, token);
                return;
            }
            catch (RpcException) when (Stopwatch.GetElapsedTime(start) < Timeout)
            {
                await Task.Delay(Pause, token);
            }
        }
    }

    private async Task<PutResponse> PutAsync(ByteString key, ByteString value, CancellationToken token) =>
        await _channel.CreateCallInvoker()
            .AsyncUnaryCall(EtcdWire.Put, null, new CallOptions(cancellationToken: token), new PutRequest { Key = key, Value = value });
}
