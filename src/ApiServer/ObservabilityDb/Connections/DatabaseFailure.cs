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
        PostgresException e => ("FAILED", $"{e.MessageText} (SQLSTATE {e.SqlState})"),
        DomainException e => (e.Reason, e.Message), // It was not the database: the server's own store refused.
        NpgsqlException { InnerException: TimeoutException } => ("TIMEOUT", "The database did not answer in time."),
        _ => ("UNREACHABLE", exception.InnerException is SocketException socket ? socket.Message : exception.Message),
    };
}
