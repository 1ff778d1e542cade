using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// Stands between the server and a PostgreSQL, for what no function there can play: the statement by which TimescaleDB switches
/// compression on, which becomes a call of a procedure, and the version that PostgreSQL says when a connection begins.
/// </summary>
internal sealed partial class PostgresWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly string _version;

    private PostgresWire(string url, string version)
    {
        (_target, _version) = (new Uri(url), version);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The database's URL by this way.</summary>
    public string Url =>
        $"postgresql://postgres@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{_target.AbsolutePath}?sslmode=disable";

    /// <param name="url">The database.</param>
    /// <param name="version">What it says that it is; empty: the truth.</param>
    public static PostgresWire To(string url, string version = "") => new(url, version);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_target.Host, _target.Port, _stop.Token);
            var ends = new[]
            {
                PumpAsync(near.GetStream(), far.GetStream(), startsUntyped: true, Rewrite),
                PumpAsync(far.GetStream(), near.GetStream(), startsUntyped: false, RewriteVersion),
            };
            await await Task.WhenAny(ends);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has ended, and so does the other.
        }
    }

    /// <summary>Messages are a type, a length that counts itself, and a body; the client's first one has no type.</summary>
    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool startsUntyped, Func<char, byte[], byte[]> rewrite)
    {
        for (var isTyped = !startsUntyped; ; isTyped = true)
        {
            var head = new byte[isTyped ? 5 : 4];
            await from.ReadExactlyAsync(head, _stop.Token);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(head.Length - 4)) - 4];
            await from.ReadExactlyAsync(body, _stop.Token);
            body = isTyped ? rewrite((char)head[0], body) : body;
            BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(head.Length - 4), body.Length + 4);
            await to.WriteAsync((byte[])[.. head, .. body], _stop.Token);
        }
    }

    private byte[] RewriteVersion(char type, byte[] body) =>
        type == 'S' && _version.Length > 0 && Encoding.UTF8.GetString(body).StartsWith("server_version\0", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes($"server_version\0{_version}\0") : body;

    private static byte[] Rewrite(char type, byte[] body) => type is 'P' or 'Q'
        ? Encoding.Latin1.GetBytes(Compression().Replace(Encoding.Latin1.GetString(body), "CALL extensions.set_compression('$1')")) : body;

    [GeneratedRegex("""ALTER TABLE ("[^"]+") SET \(timescaledb\.compress\)""")]
    private static partial Regex Compression();
}
