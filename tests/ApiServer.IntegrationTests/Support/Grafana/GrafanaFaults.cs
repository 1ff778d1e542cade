using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>What goes wrong where. Later ones come first.</summary>
internal sealed class GrafanaFaults
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <param name="path">The beginning of the paths that it happens to, such as <c>/api/dashboards</c>.</param>
    /// <param name="fault">What happens.</param>
    /// <param name="times">How often; null: until it is cleared.</param>
    /// <param name="method">Only for this HTTP method.</param>
    public void Add(string path, GrafanaFault fault, int? times = null, string? method = null)
    {
        lock (_gate)
        {
            _entries.Insert(0, new Entry(path, fault, method) { Left = times });
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    public GrafanaFault? Take(HttpRequest request)
    {
        lock (_gate)
        {
            var entry = _entries.Find(one => one.Left is not 0
                && request.Path.Value!.StartsWith(one.Path, StringComparison.Ordinal) && (one.Method ?? request.Method) == request.Method);
            if (entry is { Left: > 0 })
            {
                entry.Left--;
            }

            return entry?.Fault;
        }
    }

    private sealed record Entry(string Path, GrafanaFault Fault, string? Method)
    {
        public int? Left { get; set; }
    }
}
