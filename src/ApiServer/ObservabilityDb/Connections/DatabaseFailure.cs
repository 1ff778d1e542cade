using System.Net.Sockets;
using Npgsql;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>Says in an operator's terms why the database did not do something.</summary>
internal static class DatabaseFailure
{
    public static bool IsOne(Exception exception) => exception is NpgsqlException or SocketException or TimeoutException or IOException;

    /// <summary>
    /// A reason in UPPER_SNAKE and a message. PostgreSQL's own messages name what is wrong; details may have data in them and stay out.
    /// </summary>
    public static (string Reason, string Message) Explain(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e => ("PERMISSION_DENIED", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } e => ("READ_ONLY", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } e => ("TOO_MANY_CONNECTIONS", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable } e =>
            ("TIMEOUT", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } e => ("DISK_FULL", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } e =>
            ("LOGIN_REFUSED", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e => ("NO_SUCH_DATABASE", e.MessageText),
        PostgresException
        {
            SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
        } e => ("UNREACHABLE", e.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } e => ("TABLE_MISSING", e.MessageText),
        PostgresException e => ("FAILED", $"{e.MessageText} (SQLSTATE {e.SqlState})"),
        DomainException e => (e.Reason, e.Message), // It was not the database: the server's own store refused.
        NpgsqlException { InnerException: TimeoutException } => ("TIMEOUT", "The database did not answer in time."),
        _ => ("UNREACHABLE", exception.InnerException is SocketException socket ? socket.Message : exception.Message),
    };

    /// <summary>The same for callers: whether the database answered, and what it said.</summary>
    public static string Sentence(Exception exception, string message) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            $"A table is missing in the observability database, and is made again while its module is deployed: {message}",
        PostgresException
        {
            SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
        } => $"The observability database does not answer: {message}",
        PostgresException => $"The observability database refused: {message}",
        _ => $"The observability database does not answer: {message}",
    };
}
