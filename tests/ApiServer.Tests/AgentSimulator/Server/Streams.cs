using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>The streams that agents have opened, until a test takes them.</summary>
internal sealed class Streams
{
    private readonly ConcurrentBag<IEndable> _all = [];

    public Channel<ConnectStream> Connects { get; } = Channel.CreateUnbounded<ConnectStream>();

    public Channel<UpdateStream> Updates { get; } = Channel.CreateUnbounded<UpdateStream>();

    public Channel<ReportStream> Reports { get; } = Channel.CreateUnbounded<ReportStream>();

    public void Add(IEndable stream) => _all.Add(stream);

    public void EndAll()
    {
        foreach (var stream in _all)
        {
            stream.End();
        }
    }
}
