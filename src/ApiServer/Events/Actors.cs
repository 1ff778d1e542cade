namespace Tricorder.ApiServer.Events;

/// <summary>Who did it. Names with a colon were proven: the part before it says how.</summary>
internal static class Actors
{
    /// <summary>Somebody on an endpoint that asks nobody who they are.</summary>
    public const string Local = "local";

    /// <summary>A refused caller whose identity is not known.</summary>
    public const string Anonymous = "anonymous";

    /// <summary>The server by itself.</summary>
    public const string Server = "server";

    public static string Token(string name) => "token:" + name;

    public static string User(string name) => "user:" + name;

    public static string Agent(string node) => "agent:" + node;
}
