namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>How much is in a table, as the database estimates it.</summary>
internal sealed record TableStatistics(long RowEstimate, long Bytes, DateTimeOffset? LastRowTime);
