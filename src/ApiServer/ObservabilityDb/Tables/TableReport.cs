namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A table as callers see it. Statistics are null when the table is not there.</summary>
internal sealed record TableReport(
    ModuleTable Table, TableStatistics? Statistics, TimeSpan? Retention, bool Orphaned, IReadOnlyList<string> Problems);
