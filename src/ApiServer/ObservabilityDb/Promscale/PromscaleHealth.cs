using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Promscale;

/// <summary>How PromScale is.</summary>
internal sealed class PromscaleHealth
{
    /// <summary>Null when PromScale is not there, or nobody has looked yet.</summary>
    public DatabaseHealth? Health { get; set; }
}
