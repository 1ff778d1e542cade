using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>The wire of a Kubernetes API with many pods and nothing else. All that it says is bytes made before, so that it costs next to nothing.</summary>
internal sealed class PodApi : IAsyncDisposable
{
    public const int Pods = 10_000;
    private const int PageSize = 500;
    private const int Version = 1_000;

    private readonly WebApplication _app;
    private readonly byte[][] _pages;
    private readonly List<Channel<byte[]>> _watchers = [];

    private PodApi(WebApplication app)
    {
        _app = app;
        _pages = [.. Enumerable.Range(0, Pods / PageSize).Select(Page)];
    }

    /// <summary>Completes when the first page of pods is asked for.</summary>
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

    /// <summary>What is asked for anew is another measurement.</summary>
    public void Reset() => Asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Says it to all watchers, as fast as they take it.</summary>
    public async Task SayAsync(byte[] line, CancellationToken token)
    {
        foreach (var watcher in Watchers())
        {
            await watcher.Writer.WriteAsync(line, token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in Watchers())
        {
            watcher.Writer.TryComplete();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private Channel<byte[]>[] Watchers()
    {
        lock (_watchers)
        {
            return [.. _watchers];
        }
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
            await context.Response.WriteAsync($$"""{"metadata":{"resourceVersion":"{{Version}}"},"items":[]}""");
            return;
        }

        Asked.TrySetResult();
        var page = int.TryParse(context.Request.Query["continue"], out var number) ? number : 0;
        await context.Response.Body.WriteAsync(_pages[page], context.RequestAborted);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var lines = Channel.CreateBounded<byte[]>(500);
        lock (_watchers)
        {
            _watchers.Add(lines);
        }

        try
        {
            await context.Response.Body.FlushAsync();
            await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
            }
        }
        finally
        {
            lock (_watchers)
            {
                _watchers.Remove(lines);
            }

            lines.Writer.TryComplete();
        }
    }

    private static byte[] Page(int page)
    {
        var isLast = (page + 1) * PageSize >= Pods;
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["kind"] = "PodList",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{Version}", ["continue"] = isLast ? "" : $"{page + 1}" },
            ["items"] = new JsonArray([.. Enumerable.Range(page * PageSize, PageSize).Select(index => PodDocuments.Create(index, Version))]),
        }.ToJsonString());
    }
}
