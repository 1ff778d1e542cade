using System.Diagnostics;
using System.Globalization;
using Grpc.Core;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>
/// The load client, a process of its own: reads commands from standard input, answers on standard output, ends when its input ends.
/// Times are ticks of the monotonic clock, which all processes of a machine share.
/// </summary>
internal sealed class SwarmProcess(string wire, TextReader commands, TextWriter answers) : IDisposable
{
    private const int MaxAttempts = 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Of agents with TLS so many shake hands at a time: real ones have a processor each and answer at once, and here all share what the
    /// server left of two.
    /// </summary>
    private const int HandshakesAtOnce = 64;

    private readonly SemaphoreSlim _handshakes = new(HandshakesAtOnce);
    private readonly AnswerBook _book = new(answers);
    private AgentSelf[] _selves = [];
    private ISwarmAgent[] _agents = [];
    private Pulse? _pulse;
    private int _refused;

    public async Task<int> RunAsync()
    {
        while (await commands.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["connect", var server, var count]:
                    _selves = [];
                    await ConnectAsync(new Uri(server), int.Parse(count, CultureInfo.InvariantCulture));
                    break;
                case ["reconnect", var server, var count]:
                    await ConnectAsync(new Uri(server), int.Parse(count, CultureInfo.InvariantCulture));
                    break;
                case ["disconnect"]:
                    Disconnect();
                    _book.Report($"disconnected");
                    break;
                default:
                    _book.Report($"failed unknown command: {line}");
                    break;
            }
        }

        return 0;
    }

    public void Dispose()
    {
        Disconnect();
        _handshakes.Dispose();
    }

    private async Task ConnectAsync(Uri server, int count)
    {
        _book.Reset();
        _book.Agents = count;
        _selves = _selves.Length == count ? _selves : [.. Enumerable.Range(0, count).Select(index => new AgentSelf(index))];
        if (server.Scheme == Uri.UriSchemeHttps)
        {
            Array.ForEach(_selves, self => self.MakeCertificate());
        }

        _agents = [.. _selves.Select(self => Agent(server, self))];
        _refused = 0;
        var start = Stopwatch.GetTimestamp();
        try
        {
            await Task.WhenAll(
                _agents.Select(agent => server.Scheme == Uri.UriSchemeHttps ? ConnectOneAsync(agent) : ConnectAsync(agent)));
        }
        catch (Exception failure)
        {
            _book.Report($"failed connect: {failure.Message.ReplaceLineEndings(" ")}");
            return;
        }

        var end = Stopwatch.GetTimestamp();
        _book.Report($"connected {count} {start} {end} {_refused}");
    }

    private async Task ConnectOneAsync(ISwarmAgent agent)
    {
        await _handshakes.WaitAsync();
        try
        {
            await ConnectAsync(agent);
        }
        finally
        {
            _handshakes.Release();
        }
    }

    /// <summary>As agents do: who is refused tries again.</summary>
    private async Task ConnectAsync(ISwarmAgent agent)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await agent.ConnectAsync();
                StartPulse();
                return;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Unavailable && attempt < MaxAttempts)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(RetryAfter);
            }
        }
    }

    /// <summary>With the first agent that is welcome: the last one may come later than a heartbeat is waited for.</summary>
    private void StartPulse()
    {
        lock (_book)
        {
            if (_pulse is null && _book.HeartbeatInterval > TimeSpan.Zero)
            {
                _pulse = new Pulse(_agents, _book.HeartbeatInterval);
            }
        }
    }

    private void Disconnect()
    {
        _pulse?.Dispose();
        _pulse = null;
        foreach (var agent in _agents)
        {
            agent.Dispose();
        }

        _agents = [];
    }

    private ISwarmAgent Agent(Uri server, AgentSelf self) => wire switch
    {
        "etcd" => new EtcdAgent(server, self, _book),
        _ => new ConnectAgent(server, self, _book),
    };
}
