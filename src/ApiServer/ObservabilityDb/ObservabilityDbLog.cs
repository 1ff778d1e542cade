namespace Tricorder.ApiServer.ObservabilityDb;

/// <summary>Event ids 6000 to 6099.</summary>
internal static partial class ObservabilityDbLog
{
    [LoggerMessage(6000, LogLevel.Warning, "The observability database {Name} does not do what it is asked; trying again until it does")]
    public static partial void DatabaseDown(this ILogger logger, Exception exception, string name);

    [LoggerMessage(6001, LogLevel.Information, "Table {Table} is ready at version {Version}")]
    public static partial void TableReady(this ILogger logger, string table, int version);

    [LoggerMessage(
        6005, LogLevel.Warning, "The view over the tables of module {ModuleId} could not be made right; drop what others have built on it")]
    public static partial void ViewNotMade(this ILogger logger, Exception exception, string moduleId);

    [LoggerMessage(6004, LogLevel.Warning, "TimescaleDB did not take table {Table}; it stays a plain one")]
    public static partial void TimescaleRefused(this ILogger logger, Exception exception, string table);

    [LoggerMessage(6003, LogLevel.Debug, "Old rows were not deleted")]
    public static partial void NotSwept(this ILogger logger, Exception exception);

    [LoggerMessage(6007, LogLevel.Debug, "How old the newest rows are could not be read")]
    public static partial void ArrivalsNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(6006, LogLevel.Warning, "Old rows of table {Table} were not deleted")]
    public static partial void TableNotSwept(this ILogger logger, Exception exception, string table);

    [LoggerMessage(6002, LogLevel.Information, "Table {Table} was dropped with its module")]
    public static partial void TableDropped(this ILogger logger, string table);

    [LoggerMessage(6008, LogLevel.Warning, "TimescaleDB did not take a policy of table {Table}")]
    public static partial void PolicyRefused(this ILogger logger, Exception exception, string table);

    [LoggerMessage(6009, LogLevel.Debug, "The views of TimescaleDB {Version} could not be read")]
    public static partial void TimescaleNotRead(this ILogger logger, Exception exception, string version);

    [LoggerMessage(6010, LogLevel.Information, "The observability database is {Name} from now on, as {Key} says")]
    public static partial void AddressTaken(this ILogger logger, string name, string key);

    [LoggerMessage(6011, LogLevel.Warning, "{Problem}")]
    public static partial void AddressNotTaken(this ILogger logger, string problem);
}
