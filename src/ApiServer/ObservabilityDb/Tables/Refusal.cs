using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>A statement that the database did not carry out.</summary>
/// <param name="Problem">What is wrong then, for people.</param>
/// <param name="IsPassing">It failed because of what else went on, and may succeed in a moment as it is.</param>
internal sealed record Refusal(string Problem, bool IsPassing)
{
    // A lock that somebody held, or a statement that was ended because it waited for one too long: Npgsql does not count the latter.
    private static readonly HashSet<string> Passing =
    [
        PostgresErrorCodes.LockNotAvailable,
        PostgresErrorCodes.ObjectInUse,
        PostgresErrorCodes.QueryCanceled,
    ];

    // Connection lost, transaction rolled back (deadlock), resources used up, operator intervention, system error.
    private static readonly string[] PassingClasses = ["08", "40", "53", "57", "58"];

    /// <param name="what">What is not as it should be.</param>
    /// <param name="exception">Why.</param>
    public static Refusal Of(string what, PostgresException exception) =>
        new($"{what}: {exception.MessageText}.", IsOfTheMoment(exception.SqlState));

    internal static bool IsOfTheMoment(string sqlState) =>
        Passing.Contains(sqlState) || PassingClasses.Any(each => sqlState.StartsWith(each, StringComparison.Ordinal));
}
