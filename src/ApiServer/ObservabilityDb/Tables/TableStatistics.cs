namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>How much is in a table, with all its parts, as the database estimates it.</summary>
internal sealed record TableStatistics(long RowEstimate, long Bytes, bool IsHypertable, DateTimeOffset? LastRowTime);
