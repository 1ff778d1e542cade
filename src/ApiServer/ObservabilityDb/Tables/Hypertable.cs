namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A hypertable as it is.</summary>
/// <param name="Compresses">Whether compression is on, and a policy compresses old chunks.</param>
/// <param name="Retention">After what time its policy drops chunks; null: it has none.</param>
internal sealed record Hypertable(bool Compresses, TimeSpan? Retention);
