namespace Tricorder.ApiServer.ObservabilityDb.Promscale;

/// <summary>What PromScale says of itself.</summary>
internal sealed record PromscaleReading(string Version, long Metrics, TimeSpan Retention);
