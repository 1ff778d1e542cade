using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>One page of a list.</summary>
internal sealed record ResourcePage(IReadOnlyList<KubernetesObject> Items, string Continue, string ResourceVersion);

/// <summary>One event of a watch: ADDED, MODIFIED, DELETED, or BOOKMARK, which has no object.</summary>
internal readonly record struct ResourceEvent(string Type, KubernetesObject? Object, string ResourceVersion);

/// <summary>The position that was asked for is too old: only a new list helps.</summary>
internal sealed class ResourceExpiredException : Exception;

/// <summary>Lists and watches objects as raw JSON: typed models drop fields that they do not know.</summary>
internal sealed class ResourceReader(k8s.Kubernetes kubernetes)
{
    private const int PageSize = 500;
    private const int ShortestWatchSeconds = 240;
    private const int LongestWatchSeconds = 480;

    public async Task<ResourcePage> ListAsync(ResourceKind kind, string from, CancellationToken cancellationToken)
    {
        var query = $"limit={PageSize}" + (from.Length > 0 ? $"&continue={Uri.EscapeDataString(from)}" : "");
        using var response = await SendAsync(kind, query, cancellationToken).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var list = await JsonNode.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
        var items = list?["items"] as JsonArray ?? [];
        return new ResourcePage(
            [.. items.Select(item => KubernetesObject.Of(item, kind)).OfType<KubernetesObject>()],
            (string?)list?["metadata"]?["continue"] ?? "",
            (string?)list?["metadata"]?["resourceVersion"] ?? "");
    }

    /// <summary>Events after a position, until the server ends the stream, which it does every few minutes.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync(ResourceKind kind, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seconds = Random.Shared.Next(ShortestWatchSeconds, LongestWatchSeconds).ToString(CultureInfo.InvariantCulture);
        var query = $"watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(after)}&timeoutSeconds={seconds}";
        using var response = await SendAsync(kind, query, cancellationToken).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var lines = new StreamReader(body);
        // Longer than the server would keep it open: the connection is half dead then.
        var patience = TimeSpan.FromSeconds(LongestWatchSeconds + 30);
        while (await lines.ReadLineAsync(cancellationToken).AsTask().WaitAsync(patience, cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                yield return Read(line, kind);
            }
        }
    }

    private static ResourceEvent Read(string line, ResourceKind kind)
    {
        var node = JsonNode.Parse(line);
        var type = (string?)node?["type"] ?? "";
        var item = node?["object"];
        var version = (string?)item?["metadata"]?["resourceVersion"] ?? "";
        return type switch
        {
            "ERROR" when (int?)item?["code"] == (int)HttpStatusCode.Gone => throw new ResourceExpiredException(),
            "ERROR" => throw new HttpRequestException((string?)item?["message"] ?? "The watch failed."),
            "BOOKMARK" => new ResourceEvent(type, null, version),
            _ => new ResourceEvent(type, KubernetesObject.Of(item, kind), version),
        };
    }

    private async Task<HttpResponseMessage> SendAsync(ResourceKind kind, string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(kubernetes.BaseUri, $"{kind.Path}?{query}"));
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var response = await kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var status = response.StatusCode;
        response.Dispose();
        throw status == HttpStatusCode.Gone
            ? new ResourceExpiredException()
            : new HttpRequestException($"Kubernetes answers {(int)status} {status} to GET {kind.Path}.", null, status);
    }
}
