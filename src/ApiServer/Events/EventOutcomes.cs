namespace Tricorder.ApiServer.Events;

internal static class EventOutcomes
{
    public const string Succeeded = "SUCCEEDED";
    public const string Failed = "FAILED";

    /// <summary>Not allowed; nothing was tried.</summary>
    public const string Denied = "DENIED";
}
