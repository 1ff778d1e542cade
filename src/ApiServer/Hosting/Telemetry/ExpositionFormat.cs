using Microsoft.Net.Http.Headers;

namespace Tricorder.ApiServer.Hosting.Telemetry;

/// <summary>The forms of text that scrapers read.</summary>
internal sealed class ExpositionFormat
{
    public static readonly ExpositionFormat Prometheus = new("text/plain", "0.0.4", isOpenMetrics: false);
    public static readonly ExpositionFormat OpenMetrics = new("application/openmetrics-text", "1.0.0", isOpenMetrics: true);

    private readonly string _mediaType;
    private readonly string _version;

    private ExpositionFormat(string mediaType, string version, bool isOpenMetrics)
    {
        _mediaType = mediaType;
        _version = version;
        IsOpenMetrics = isOpenMetrics;
    }

    public bool IsOpenMetrics { get; }

    public string ContentType => $"{_mediaType}; version={_version}; charset=utf-8";

    /// <summary>The form that an Accept header asks for; null when it takes neither. Where it takes both alike, the older one.</summary>
    public static ExpositionFormat? For(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var ranges) || ranges.Count == 0)
        {
            return Prometheus;
        }

        var (plain, open) = (Prometheus.Quality(ranges), OpenMetrics.Quality(ranges));
        return plain == 0 && open == 0 ? null : open > plain ? OpenMetrics : Prometheus;
    }

    /// <summary>Of the most specific range that matches.</summary>
    private double Quality(IList<MediaTypeHeaderValue> ranges) => ranges
        .Where(Matches)
        .OrderByDescending(range => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2)
        .ThenByDescending(range => range.Quality ?? 1)
        .Select(range => range.Quality ?? 1)
        .FirstOrDefault();

    private bool Matches(MediaTypeHeaderValue range)
    {
        var asked = range.Parameters
            .FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.Value
            ?.Trim('"');
        return (range.MatchesAllTypes
                || (range.MatchesAllSubTypes && _mediaType.StartsWith(range.Type.Value + "/", StringComparison.OrdinalIgnoreCase))
                || range.MediaType.Equals(_mediaType, StringComparison.OrdinalIgnoreCase))
            && (asked is null || asked == _version);
    }
}
