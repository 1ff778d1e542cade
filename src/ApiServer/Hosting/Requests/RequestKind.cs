namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>Who waits for whom: each kind has a budget of its own, so that none starves another.</summary>
internal enum RequestKind
{
    /// <summary>One request, one answer.</summary>
    Call,

    /// <summary>One request, answers for hours; what it asked for is kept as long.</summary>
    Watch,

    /// <summary>A stream of messages, each gone when the next is read.</summary>
    Agent,
}
