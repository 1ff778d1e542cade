namespace Tricorder.ApiServer.Events;

/// <summary>Who did something, by which call and from where. What does not apply is empty.</summary>
/// <param name="Actor">The caller by name, such as <c>token:ci</c>, or one of <see cref="Actors"/>.</param>
internal sealed record Origin(string Actor)
{
    /// <summary>What the server does by itself.</summary>
    public static readonly Origin Server = new(Actors.Server);

    /// <summary>The method that was called, such as <c>tricorder.apiserver.v1.ModuleService/DeployModule</c>.</summary>
    public string Method { get; init; } = "";

    public string ClientAddress { get; init; } = "";

    /// <summary>What the client calls itself.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The caller's own id of the call.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>The server's id of the call, which its log and its error details have too.</summary>
    public string CorrelationId { get; init; } = "";
}
