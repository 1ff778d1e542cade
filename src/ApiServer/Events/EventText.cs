namespace Tricorder.ApiServer.Events;

/// <summary>Bounds what is stored: much of it was written by agents and callers.</summary>
internal static class EventText
{
    public const int MessageLimit = 1024;
    public const int NameLimit = 256;

    private const string Ellipsis = "…";

    public static Origin Cut(Origin origin) => ReferenceEquals(origin, Origin.Server) ? origin : new Origin(Cut(origin.Actor, NameLimit))
    {
        Method = Cut(origin.Method, NameLimit),
        ClientAddress = origin.ClientAddress,
        UserAgent = Cut(origin.UserAgent, NameLimit),
        RequestId = Cut(origin.RequestId, NameLimit),
        CorrelationId = origin.CorrelationId,
    };

    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = limit - Ellipsis.Length;
        if (char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }

        return string.Concat(text.AsSpan(0, end), Ellipsis);
    }
}
