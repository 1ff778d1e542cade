namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A column as it is in the database.</summary>
internal readonly record struct TableColumn(string Name, string Type);
