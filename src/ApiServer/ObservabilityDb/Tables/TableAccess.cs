using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What callers can do with tables. Without an observability database, all of it is refused.</summary>
internal class TableAccess
{
    public virtual TableManager Manager => throw new FailedPreconditionException(
        "DATABASE_NOT_CONFIGURED", "observability_db", "No observability database is configured; set ObservabilityDb:ConnectionString.");
}

/// <summary>There is one.</summary>
internal sealed class ConfiguredTables(TableManager manager) : TableAccess
{
    public override TableManager Manager => manager;
}
