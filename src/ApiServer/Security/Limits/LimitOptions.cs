namespace Tricorder.ApiServer.Security.Limits;

/// <summary>Section <c>Security</c>: how often.</summary>
internal sealed record LimitOptions
{
    /// <summary>Calls that cost noticeable work (create, update, validate, preview), per caller. So many may come at once, too.</summary>
    public int ExpensiveCallsPerMinute { get; init; } = 300;

    /// <summary>Credentials that are not valid, per client address. So many may come at once, too.</summary>
    public int FailedLoginsPerMinute { get; init; } = 30;
}
