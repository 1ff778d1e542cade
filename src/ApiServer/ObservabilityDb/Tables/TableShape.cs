namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>How a table is laid out.</summary>
/// <param name="InParts">It is partitioned or has to do with inheritance: its own rows are not all there is.</param>
/// <param name="Bytes">Size on disk of the table itself, with its indexes.</param>
internal sealed record TableShape(bool InParts, long Bytes);
