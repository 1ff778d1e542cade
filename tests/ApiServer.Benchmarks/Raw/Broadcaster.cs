using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>Sends the same bytes to every stream, a bounded number of sends at a time, and counts answers. Keeps nothing else.</summary>
internal sealed class Broadcaster(Module module, int concurrentSends, TextWriter toCoordinator)
{
    public static readonly byte[] Welcome = new ServerMessage
    {
        Welcome = new Welcome
        {
            SessionId = "raw",
            HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(15)),
            ServerVersion = "raw",
        },
    }.ToByteArray();

    private readonly ConcurrentDictionary<object, IServerStreamWriter<byte[]>> _streams = new();
    private long _generation;
    private int _awaited;

    public IDisposable Join(IServerStreamWriter<byte[]> stream)
    {
        var membership = new Membership(this);
        _streams[membership] = stream;
        return membership;
    }

    public long Start()
    {
        var generation = Interlocked.Increment(ref _generation);
        var update = new ModuleUpdate
        {
            ModuleId = module.Id,
            Revision = 1,
            Generation = generation,
            Action = ModuleAction.Deploy,
            Module = module,
        };
        var bytes = new ServerMessage { ModuleUpdate = update }.ToByteArray();
        var streams = _streams.Values.ToArray();
        _awaited = streams.Length;
        _ = SendAsync(streams, bytes);
        return generation;
    }

    public void Answered(long generation)
    {
        if (generation == Volatile.Read(ref _generation) && Interlocked.Decrement(ref _awaited) == 0)
        {
            var now = Stopwatch.GetTimestamp();
            toCoordinator.WriteLine(FormattableString.Invariant($"converged {generation} {now}"));
            toCoordinator.Flush();
        }
    }

    private async Task SendAsync(IServerStreamWriter<byte[]>[] streams, byte[] bytes)
    {
        try
        {
            await Parallel.ForEachAsync(
                streams,
                new ParallelOptions { MaxDegreeOfParallelism = concurrentSends },
                (stream, token) => new ValueTask(stream.WriteAsync(bytes, token)));
        }
        catch (Exception failure)
        {
            toCoordinator.WriteLine("failed broadcast: " + failure.Message.ReplaceLineEndings(" "));
            toCoordinator.Flush();
        }
    }

    private sealed class Membership(Broadcaster owner) : IDisposable
    {
        public void Dispose() => owner._streams.TryRemove(this, out _);
    }
}
