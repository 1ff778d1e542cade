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
