namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A table of another room that dashboards read.</summary>
internal sealed record ReadableTable(string Name);
