using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>Whether the store accepted the last thing it was given. Logs when that changes, not each failure of an outage.</summary>
internal sealed class StoreHealth(ILogger<StoreHealth> logger)
{
    private volatile DomainException? _failure;
    private int _failedGroups;

    /// <summary>Why the last commit group failed; null when it did not.</summary>
    public DomainException? Failure => _failure;

    /// <summary>What made the store stop for good; null as long as it did not.</summary>
    public Exception? Fatal { get; private set; }

    public void Failed(DomainException failure, Exception cause, int units)
    {
        _failedGroups++;
        if (_failure?.Reason != failure.Reason)
        {
            if (failure.Reason == StorageFailures.UnknownReason)
            {
                logger.GroupFailed(cause, units, failure.Reason);
            }
            else
            {
                logger.GroupRefused(units, failure.Reason, failure.Message);
            }
        }
        else
        {
            logger.GroupFailedAgain(units, failure.Reason);
        }

        _failure = failure;
    }

    public void Broke(Exception cause)
    {
        Fatal = cause;
        _failure = StorageFailures.Stopped();
    }

    public void Succeeded()
    {
        if (_failure is null)
        {
            return;
        }

        logger.Recovered(_failedGroups);
        _failedGroups = 0;
        _failure = null;
    }
}
