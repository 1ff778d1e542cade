namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>Section <c>Shutdown</c>.</summary>
internal sealed record ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long calls in flight may take to end once the server is told to stop; then they are cut off.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
