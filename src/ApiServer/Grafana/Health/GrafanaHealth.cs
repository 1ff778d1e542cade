using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana.Health;

/// <summary>How Grafana was when it was last looked at.</summary>
internal sealed class GrafanaHealth(IOptions<GrafanaOptions> options, TimeProvider clock)
{
    private volatile GrafanaReading _last = new(false, "Not looked at yet.", clock.GetUtcNow());

    public bool IsConfigured => options.Value.IsOn;

    public GrafanaReading Last => _last;

    public void Succeeded(string version) => Set(true, "Grafana " + version);

    public void Failed(string message) => Set(false, Redaction.Of(message));

    private void Set(bool ok, string message)
    {
        var last = _last;
        if (last.Ok != ok || last.Message != message)
        {
            _last = new GrafanaReading(ok, message, clock.GetUtcNow());
        }
    }
}

internal sealed record GrafanaReading(bool Ok, string Message, DateTimeOffset Time);
