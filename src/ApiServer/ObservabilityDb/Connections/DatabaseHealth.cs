using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>How the database was when it was last looked at.</summary>
internal sealed class DatabaseHealth(TimeProvider clock)
{
    private volatile HealthReading _last = new(false, "PENDING", "Not looked at yet.", clock.GetUtcNow());

    public HealthReading Last => _last;

    public void Succeeded(string about) => Set(true, "OK", about);

    /// <summary>It does what it is asked, but something about it needs somebody.</summary>
    public void Degraded(string reason, string message) => Set(true, reason, Redaction.Of(message), isDegraded: true);

    public void Failed(string reason, string message) => Set(false, reason, Redaction.Of(message));

    private void Set(bool ok, string reason, string message, bool isDegraded = false)
    {
        var last = _last;
        if (last.Ok != ok || last.IsDegraded != isDegraded || last.Reason != reason || last.Message != message)
        {
            _last = new HealthReading(ok, reason, message, clock.GetUtcNow()) { IsDegraded = isDegraded };
        }
    }
}

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
