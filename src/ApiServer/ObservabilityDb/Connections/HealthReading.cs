namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>How something was when it was last looked at.</summary>
/// <param name="Ok">It does what it is asked.</param>
/// <param name="Reason">In UPPER_SNAKE.</param>
/// <param name="Message">For people.</param>
/// <param name="Time">Since when it has been so.</param>
internal sealed record HealthReading(bool Ok, string Reason, string Message, DateTimeOffset Time)
{
    /// <summary>It does what it is asked, but something about it needs somebody.</summary>
    public bool IsDegraded { get; init; }
}
