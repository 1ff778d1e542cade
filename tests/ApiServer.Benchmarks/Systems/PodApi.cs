using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>
/// The wire of a Kubernetes API with many pods and nothing else. All that it says is bytes made before, so that it costs next to nothing.
/// </summary>
internal sealed class PodApi : IAsyncDisposable
{
    public const int Pods = 10_000;
    private const int PageSize = 500;
    private const int Others = 200;
    private const int Version = 1_000;

    private readonly WebApplication _app;
    private readonly byte[][] _pages;
    private readonly byte[] _others = Items(0, Others, isLast: true);
    private readonly Lock _gate = new();
    private readonly List<Channel<byte[]>> _watchers = [];
    private readonly List<byte[]> _said = [];
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PodApi(WebApplication app)
    {
        _app = app;
        _pages = [.. Enumerable.Range(0, Pods / PageSize).Select(page => Items(page * PageSize, PageSize, (page + 1) * PageSize >= Pods))];
    }

    /// <summary>Completes when pods are asked for. The answer waits until <see cref="Open"/>.</summary>
    public TaskCompletionSource Asked { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<PodApi> StartAsync(CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = new PodApi(builder.Build());
        api._app.MapFallback(api.ServeAsync);
        await api._app.StartAsync(token);
        return api;
    }

    /// <summary>From now on pods are listed.</summary>
    public void Open() => _open.TrySetResult();

    /// <summary>What is asked for anew is another measurement.</summary>
    public void Reset()
    {
        (Asked, _open) = (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _said.Clear();
        }
    }

    /// <summary>Writes the kubeconfig by which a server finds it.</summary>
    public async Task<string> WriteConfigAsync(string directory, CancellationToken token)
    {
        var file = Path.Combine(directory, "kubeconfig");
        await File.WriteAllTextAsync(file, $$"""
            {"apiVersion":"v1","kind":"Config","current-context":"b","contexts":[{"name":"b","context":{"cluster":"b","user":"b"} }],
             "clusters":[{"name":"b","cluster":{"server":"{{_app.Urls.Single()}}"} }],"users":[{"name":"b","user":{"token":"none"} }] }
            """, token);
        return file;
    }

    /// <summary>What a watch says of all pods, once each, at a version.</summary>
    public static byte[][] Changes(int version) =>
        [.. Enumerable.Range(0, Pods).Select(index =>
        {
            var pod = PodDocuments.Create(index, version);
            (pod["apiVersion"], pod["kind"]) = ("v1", "Pod");
            return Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "MODIFIED", ["object"] = pod }.ToJsonString() + "\n");
        })];

    /// <summary>Says it to all watchers, as fast as they take it; those that come later hear it too.</summary>
    public async Task SayAsync(byte[] line, CancellationToken token)
    {
        Channel<byte[]>[] watchers;
        lock (_gate)
        {
            _said.Add(line);
            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers)
        {
            try
            {
                await watcher.Writer.WriteAsync(line, token);
            }
            catch (ChannelClosedException)
            {
                // It went meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var isPods = context.Request.Path == "/api/v1/pods";
        if (context.Request.Query["watch"] == "true")
        {
            await (isPods ? WatchAsync(context) : Task.Delay(Timeout.Infinite, context.RequestAborted));
            return;
        }

        if (!isPods)
        {
            await context.Response.Body.WriteAsync(_others, context.RequestAborted);
            return;
        }

        Asked.TrySetResult();
        await _open.Task.WaitAsync(context.RequestAborted);
        var page = int.TryParse(context.Request.Query["continue"], out var number) ? number : 0;
        await context.Response.Body.WriteAsync(_pages[page / PageSize], context.RequestAborted);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var lines = Channel.CreateBounded<byte[]>(500);
        byte[][] missed;
        lock (_gate)
        {
            missed = [.. _said];
            _watchers.Add(lines);
        }

        try
        {
            await context.Response.Body.FlushAsync();
            foreach (var line in missed)
            {
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
            }

            await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(lines);
            }

            lines.Writer.TryComplete();
        }
    }

    private static byte[] Items(int first, int count, bool isLast) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["metadata"] = new JsonObject { ["resourceVersion"] = $"{Version}", ["continue"] = isLast ? "" : $"{first + count}" },
        ["items"] = new JsonArray([.. Enumerable.Range(first, count).Select(index => PodDocuments.Create(index, Version))]),
    }.ToJsonString());
}
