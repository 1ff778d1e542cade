using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// Objects behind the wire of a Kubernetes API server, by its rules: versions are one counter for all kinds, lists come in pages of one
/// version, watches begin after a version and are refused with 410 when that is older than what is remembered; items of a list do not say
/// what kind they are.
/// </summary>
internal sealed class KubernetesObjects
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, JsonObject>> _objects = [];
    private readonly List<(long Version, string Path, string Type, JsonObject Object)> _log = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _dropped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 1000;
    private long _oldest = 1000;

    /// <summary>Paths that the server may not read.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>Watches say nothing while nothing happens, as for a minute between two bookmarks.</summary>
    public bool IsQuiet { get; set; }

    public int Lists { get; private set; }

    public int Watches { get; private set; }

    /// <summary>The objects of a kind, by uid, with their versions.</summary>
    public IReadOnlyDictionary<string, string> VersionsOf(string path)
    {
        lock (_gate)
        {
            return Of(path).ToDictionary(item => item.Key, item => (string)item.Value["metadata"]!["resourceVersion"]!);
        }
    }

    /// <summary>Creates an object, or changes it.</summary>
    public void Put(string path, string name, string uid, Action<JsonObject>? more = null)
    {
        lock (_gate)
        {
            var kind = Of(path);
            var isNew = !kind.ContainsKey(uid);
            var item = new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = "default",
                    ["uid"] = uid,
                    ["resourceVersion"] = Text(++_version),
                },
            };
            more?.Invoke(item);
            kind[uid] = item;
            Log(path, isNew ? "ADDED" : "MODIFIED", item);
        }
    }

    public void Delete(string path, string uid)
    {
        lock (_gate)
        {
            if (Of(path).Remove(uid, out var item))
            {
                item = (JsonObject)item.DeepClone();
                item["metadata"]!["resourceVersion"] = Text(++_version);
                Log(path, "DELETED", item);
            }
        }
    }

    /// <summary>Forgets all history, so that watches that were away must list again.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = ++_version;
            _log.Clear();
        }
    }

    /// <summary>Breaks all watches.</summary>
    public void DropConnections()
    {
        lock (_gate)
        {
            _dropped.SetResult();
            _dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        if (Forbidden.Contains(path))
        {
            return FailAsync(context, 403, "Forbidden");
        }

        return context.Request.Query["watch"] == "true" ? WatchAsync(context, path) : ListAsync(context, path);
    }

    private Task ListAsync(HttpContext context, string path)
    {
        JsonObject list;
        lock (_gate)
        {
            Lists++;
            var limit = int.Parse(context.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);
            var token = context.Request.Query["continue"].ToString().Split('/', 2);
            if (token.Length == 2 && long.Parse(token[0], CultureInfo.InvariantCulture) < _oldest)
            {
                return FailAsync(context, 410, "Expired");
            }

            var version = token.Length == 2 ? token[0] : Text(_version);
            var items = Of(path).Where(item => token.Length < 2 || string.CompareOrdinal(item.Key, token[1]) > 0).Take(limit + 1).ToList();
            list = new JsonObject
            {
                ["kind"] = "List",
                ["metadata"] = new JsonObject
                {
                    ["resourceVersion"] = version,
                    ["continue"] = items.Count > limit ? $"{version}/{items[limit - 1].Key}" : "",
                },
                ["items"] = new JsonArray([.. items.Take(limit).Select(item => item.Value.DeepClone())]),
            };
        }

        return context.Response.WriteAsync(list.ToJsonString());
    }

    private async Task WatchAsync(HttpContext context, string path)
    {
        var after = long.Parse(context.Request.Query["resourceVersion"].ToString(), CultureInfo.InvariantCulture);
        Task dropped;
        lock (_gate)
        {
            Watches++;
            dropped = _dropped.Task;
        }

        await context.Response.Body.FlushAsync();
        while (!dropped.IsCompleted && !context.RequestAborted.IsCancellationRequested)
        {
            List<string> lines;
            Task changed;
            lock (_gate)
            {
                if (after < _oldest)
                {
                    lines =
                        ["""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}"""];
                    changed = Task.CompletedTask;
                }
                else
                {
                    lines = [.. _log.Where(entry => entry.Path == path && entry.Version > after)
                        .Select(entry => new JsonObject { ["type"] = entry.Type, ["object"] = entry.Object.DeepClone() }.ToJsonString())];
                    after = _version;
                    changed = _changed.Task;
                }
            }

            if (lines.Count == 0 && IsQuiet)
            {
                await Task.WhenAny(changed, dropped);
                continue;
            }

            if (lines.Count == 0)
            {
                lines.Add(new JsonObject
                {
                    ["type"] = "BOOKMARK",
                    ["object"] = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = Text(after) } },
                }.ToJsonString());
            }

            await context.Response.WriteAsync(string.Join('\n', lines) + "\n", context.RequestAborted);
            if (lines[0].Contains("ERROR", StringComparison.Ordinal))
            {
                return;
            }

            await Task.WhenAny(changed, dropped, Task.Delay(BookmarkEvery, CancellationToken.None));
        }

        context.Abort();
    }

    private static Task FailAsync(HttpContext context, int code, string reason)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsync(
            $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","code":{{{code}}},"reason":"{{{reason}}}"}""");
    }

    private SortedDictionary<string, JsonObject> Of(string path) =>
        _objects.TryGetValue(path, out var kind) ? kind : _objects[path] = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);

    private void Log(string path, string type, JsonObject item)
    {
        var typed = (JsonObject)item.DeepClone();
        typed["apiVersion"] = path.StartsWith("apis/", StringComparison.Ordinal) ? "apps/v1" : "v1";
        _log.Add((_version, path, type, typed));
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
