using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// Asks for <c>/healthz</c> again and again, on a thread and a connection of its own:
/// it waits for nothing that an attack in this process uses.
/// </summary>
internal sealed class AskingThread : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _stop = new();
    private readonly List<Answer> _answers = [];
    private readonly Thread _thread;
    private readonly Uri _server;
    private Exception? _failure;

    public AskingThread(string server)
    {
        _server = new Uri(server);
        _thread = new Thread(Run) { IsBackground = true, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    public int Count
    {
        get
        {
            lock (_answers)
            {
                return _answers.Count;
            }
        }
    }

    public IReadOnlyList<Answer> Stop()
    {
        _stop.Set();
        _thread.Join();
        return _failure is null ? _answers : throw new AssertionException($"{_server} did not answer: {_failure.Message}", _failure);
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
            socket.Connect(_server.Host, _server.Port);
            var request = Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: {_server.Authority}\r\n\r\n");
            var received = new byte[4096];
            Ask(socket, request, received); // The first is what a server warms up for.
            do
            {
                var answer = Ask(socket, request, received);
                lock (_answers)
                {
                    _answers.Add(answer);
                }
            }
            while (!_stop.Wait(Pace));
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }

    private static Answer Ask(Socket socket, byte[] request, byte[] received)
    {
        var start = Stopwatch.GetTimestamp();
        socket.Send(request);
        for (var length = 0; !Ends(received.AsSpan(0, length));)
        {
            var read = socket.Receive(received.AsSpan(length));
            length += read > 0 ? read : throw new IOException("The connection was closed.");
        }

        return new Answer(start, Stopwatch.GetTimestamp());
    }

    /// <summary>Whole, whether its length was told or it came in chunks.</summary>
    private static bool Ends(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head >= 0 && !answer.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new IOException(Encoding.ASCII.GetString(answer[..head]));
        }

        return head >= 0 && (answer[(head + 4)..].SequenceEqual("ok\n"u8) || answer.EndsWith("0\r\n\r\n"u8));
    }
}
