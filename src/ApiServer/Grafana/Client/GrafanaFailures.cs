using System.Net;
using System.Net.Sockets;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>Says in an operator's terms what is wrong with Grafana, or with the way to it.</summary>
internal static class GrafanaFailures
{
    private const int MaxText = 200;

    private const string FixedByGrafana = "Grafana's own configuration provides this, so it cannot be changed";

    public static GrafanaException Of(GrafanaAnswer answer)
    {
        var said = $"({(int)answer.Status}{Said(answer)})";
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized when answer.Json is null => new(
                GrafanaFailure.Unauthorized,
                "What answers at Grafana:Url does not accept the credentials (401) and does not look like Grafana; "
                + "a proxy before it may want them."),
            HttpStatusCode.Unauthorized => new(
                GrafanaFailure.Unauthorized,
                $"Grafana does not accept the credentials {said}; check Grafana:User and its password, or Grafana:Token."),
            HttpStatusCode.Forbidden or HttpStatusCode.BadRequest when IsProvisioned(answer) =>
                new(GrafanaFailure.Provisioned, $"{FixedByGrafana} {said}."),
            HttpStatusCode.Forbidden => new(
                GrafanaFailure.Forbidden,
                $"Grafana does not allow this {said}; the user or token needs the role Admin in its organization."),
            HttpStatusCode.TooManyRequests =>
                new(GrafanaFailure.RateLimited, $"Grafana, or a proxy before it, asks for fewer requests {said}.")
                {
                    RetryAfter = answer.RetryAfter,
                },
            >= HttpStatusCode.InternalServerError => new(GrafanaFailure.ServerError, $"Grafana failed {said}; its log has the cause.")
            {
                RetryAfter = answer.RetryAfter,
            },
            < HttpStatusCode.BadRequest => NotGrafana(answer),
            _ when answer.Json is null => NotGrafana(answer),
            HttpStatusCode.NotFound => new(GrafanaFailure.NotFound, $"Grafana does not have it {said}."),
            HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict or HttpStatusCode.BadRequest => Conflict(answer, said),
            _ => new(GrafanaFailure.Rejected, $"Grafana does not take this {said}."),
        };
    }

    public static GrafanaException Of(Exception e) => e switch
    {
        TimeoutRejectedException => new(
            GrafanaFailure.Timeout,
            "Grafana did not answer in time; it, or the network to it, is slow (Grafana:Timeout is the limit for one request).",
            e),
        BrokenCircuitException => new(
            GrafanaFailure.Unreachable,
            "Grafana did not answer several times in a row and is left alone for a moment.",
            e)
        { RetryAfter = GrafanaResilience.BreakDuration },
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(
            GrafanaFailure.NotGrafana,
            $"What answers at Grafana:Url sends more than {BoundedAnswerHandler.MaxBytes >> 20} MiB, which is not read.",
            e),
        HttpRequestException http when GrafanaResilience.IsTlsFailure(http) => new(
            GrafanaFailure.TlsFailure,
            $"No TLS connection to Grafana: {Clean(http.InnerException?.Message ?? http.Message).TrimEnd('.')}."
            + " Check that Grafana:Url has the name in its certificate, and that this machine trusts its CA.",
            e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new(
            GrafanaFailure.Unreachable,
            "The host name in Grafana:Url is not known.",
            e),
        HttpRequestException { InnerException: SocketException socket } => new(
            GrafanaFailure.Unreachable,
            $"Grafana cannot be reached: {socket.Message}.",
            e),
        _ => new(GrafanaFailure.Unreachable, "The connection to Grafana broke off before its answer was complete.", e),
    };

    /// <summary>Something else answers, or stands between.</summary>
    public static GrafanaException NotGrafana(GrafanaAnswer answer)
    {
        var status = (int)answer.Status;
        return new GrafanaException(GrafanaFailure.NotGrafana, answer switch
        {
            { Location: { } location } when status is >= 300 and < 400 =>
                $"Grafana:Url answers with a redirect ({status}) to {Clean(location)}, which is not followed; "
                + "set Grafana:Url to where Grafana itself is.",
            { IsWebPage: true } =>
                $"What answers at Grafana:Url sends a web page ({status}) instead of JSON: a proxy's login page, "
                + "or an address without Grafana's sub path.",
            { Json: null } => $"What answers at Grafana:Url ({status}) is not the whole JSON that Grafana sends; "
                + "it was cut short, or something else is there.",
            _ => $"What answers at Grafana:Url ({status}) sends JSON of another form than Grafana does.",
        });
    }

    /// <summary>One short line without control characters and without what looks like a secret.</summary>
    public static string Clean(string text)
    {
        var safe = Redaction.Of(text.Length > MaxText * 2 ? text[..(MaxText * 2)] : text);
        var line = new string([.. safe.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return line.Length > MaxText ? line[..MaxText] + "…" : line;
    }

    private static GrafanaException Conflict(GrafanaAnswer answer, string said) => KindOfConflict(answer) switch
    {
        GrafanaFailure.VersionMismatch => new(GrafanaFailure.VersionMismatch, $"Somebody else changed it in Grafana meanwhile {said}."),
        GrafanaFailure.NameExists => new(GrafanaFailure.NameExists, $"Grafana has another one of this name or uid {said}."),
        _ => new(GrafanaFailure.Rejected, $"Grafana does not take this {said}."),
    };

    // Words of three generations of the API: a status of its own, a message id, or only a message.
    // From 13 on, storage's own conflicts come through.
    private static GrafanaFailure KindOfConflict(GrafanaAnswer answer)
    {
        var words = $"{answer.StatusText} {answer.Message}";
        string[] changed = ["version-mismatch", "someone else", "current RV", "has been modified"];
        if (changed.Any(word => Has(words, word)))
        {
            return GrafanaFailure.VersionMismatch;
        }

        string[] taken = ["name-exists", "name-match", "already exist", "must be unique"];
        return answer.Status == HttpStatusCode.Conflict || taken.Any(word => Has(words, word))
            ? GrafanaFailure.NameExists
            : GrafanaFailure.Rejected;
    }

    // A dashboard is provisioned, a datasource read-only, and from 12 on anything may be managed by something.
    private static bool IsProvisioned(GrafanaAnswer answer) =>
        Has(answer.Message, "provisioned") || Has(answer.Message, "read-only") || Has(answer.Message, "managed by");

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static string Said(GrafanaAnswer answer) => answer.Message.Length == 0 ? "" : $": {Clean(answer.Message).TrimEnd('.')}";
}
