using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>What Grafana answered, read to its end.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body, null when it is no JSON.</param>
/// <param name="IsWebPage">The body is HTML, which Grafana's API never answers.</param>
/// <param name="Location">Where a redirect leads, without its query.</param>
/// <param name="RetryAfter">When to come again.</param>
internal sealed record GrafanaAnswer(HttpStatusCode Status, JsonNode? Json, bool IsWebPage, string? Location, TimeSpan? RetryAfter)
{
    // As deep as dashboards of real life go, and far from what a stack can take.
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 256 };

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Grafana's own word for what happened, such as <c>name-exists</c>.</summary>
    public string StatusText => Text("status");

    public string Message => Text("message");

    public static async Task<GrafanaAnswer> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        // It is in memory already, see BoundedAnswerHandler.
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new GrafanaAnswer(response.StatusCode, Parse(body), IsHtml(response), LocationOf(response), PauseOf(response, time));
    }

    /// <summary>The body as an object; what has another form is not Grafana's.</summary>
    public JsonObject AsObject() => Json as JsonObject ?? throw GrafanaFailures.NotGrafana(this);

    public JsonArray AsArray() => Json as JsonArray ?? throw GrafanaFailures.NotGrafana(this);

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body, documentOptions: Limits);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsHtml(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) ?? false;

    private static string? LocationOf(HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
        {
            return null;
        }

        var text = location.OriginalString;
        var end = text.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? text : text[..end];
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };

    private string Text(string name) =>
        Json is JsonObject body && body[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
