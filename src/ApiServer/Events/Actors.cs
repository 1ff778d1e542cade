namespace Tricorder.ApiServer.Events;

/// <summary>Who did it, when it was nobody with a name.</summary>
internal static class Actors
{
    /// <summary>A caller whose identity was not asked for.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The server by itself.</summary>
    public const string Server = "server";
}
