using System.Globalization;
using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Lists and watches objects as raw JSON: typed models drop fields that they do not know.</summary>
internal sealed class ResourceReader(k8s.Kubernetes kubernetes, TimeProvider clock)
{
    private const int PageSize = 500;
    private const int MinWatchSeconds = 240;
    private const int MaxWatchSeconds = 480;
    private static readonly TimeSpan ListTimeout = TimeSpan.FromSeconds(60);

    /// <summary>All objects, in pages, and then the position from which a watch goes on.</summary>
    public async IAsyncEnumerable<ResourceEvent> ListAsync(ResourceKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var objects = new ObjectReader(kind);
        var (next, version) = ("", "");
        do
        {
            var query = $"limit={PageSize}" + (next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "");
            using var response = await SendAsync(kind, query, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var page = new ListReader(new ResponseBuffer(body, ListTimeout), objects);
            while (await page.NextAsync(cancellationToken) is { } item)
            {
                yield return ResourceEvent.OfItem(item);
            }

            (next, version) = (page.Continue, page.ResourceVersion);
        }
        while (next.Length > 0);

        yield return ResourceEvent.OfPosition(version);
    }

    /// <summary>Events after a position, until the server ends the stream, which it does every few minutes.</summary>
    /// <param name="kind">What is watched.</param>
    /// <param name="after">The position.</param>
    /// <param name="opened">Is called when Kubernetes has begun to answer; events may be far away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync(
        ResourceKind kind, string after, Action opened, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var objects = new ObjectReader(kind);
        var seconds = Random.Shared.Next(MinWatchSeconds, MaxWatchSeconds).ToString(CultureInfo.InvariantCulture);
        var query = $"watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(after)}&timeoutSeconds={seconds}";
        using var response = await SendAsync(kind, query, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        opened();

        // Longer than the server would keep it open: the connection is half dead then.
        var text = new ResponseBuffer(body, TimeSpan.FromSeconds(MaxWatchSeconds + 30));
        do
        {
            for (var end = text.Unread.IndexOf((byte)'\n'); end >= 0; end = text.Unread.IndexOf((byte)'\n'))
            {
                var line = text.Unread[..end].Trim((byte)'\r');
                ResourceEvent? change = line.Length > 0 ? ResourceEvent.Read(line, objects) : null;
                text.Take(end + 1);
                if (change is { } one)
                {
                    yield return one;
                }
            }
        }
        while (await text.FillAsync(cancellationToken));
    }

    private async Task<HttpResponseMessage> SendAsync(ResourceKind kind, string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(kubernetes.BaseUri, $"{kind.Path}?{query}"));
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var response = await kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        var (status, pause) = (response.StatusCode, PauseOf(response));
        response.Dispose();
        throw KubernetesAnswerException.IsAboutPosition(status)
            ? new ResourceExpiredException()
            : new KubernetesAnswerException($"Kubernetes answers {(int)status} {status} to GET {kind.Path}.", status, pause);
    }

    private TimeSpan PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => TimeSpan.Zero,
    };
}

/// <summary>What was known does not hold any more: only a new list helps.</summary>
internal sealed class ResourceExpiredException(string message = ResourceExpiredException.TooOld) : Exception(message)
{
    private const string TooOld = "Kubernetes does not know the position of the last list any more (410).";
}
