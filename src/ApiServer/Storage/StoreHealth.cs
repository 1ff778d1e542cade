using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage;

/// <summary>Whether the store accepted the last thing it was given. Logs when that changes, not each failure of an outage.</summary>
internal sealed class StoreHealth(ILogger<StoreHealth> logger)
{
    // The writer tells how it goes, and whoever applies effects that it cannot go on.
    private readonly Lock _sync = new();
    private volatile DomainException? _failure;
    private int _failedGroups;

    /// <summary>Why the last commit group failed; null when it did not.</summary>
    public DomainException? Failure => _failure;

    /// <summary>What made the store stop for good; null as long as it did not.</summary>
    public Exception? Fatal { get; private set; }

    public void Failed(DomainException failure, Exception cause, int units)
    {
        lock (_sync)
        {
            if (Fatal is null)
            {
                Note(failure, cause, units);
            }
        }
    }

    public void Broke(Exception cause)
    {
        lock (_sync)
        {
            Fatal = cause;
            _failure = StorageFailures.Stopped();
        }
    }

    public void Succeeded()
    {
        lock (_sync)
        {
            if (_failure is null || Fatal is not null)
            {
                return; // What stopped for good has not recovered by what it was storing then.
            }

            logger.Recovered(_failedGroups);
            _failedGroups = 0;
            _failure = null;
        }
    }

    private void Note(DomainException failure, Exception cause, int units)
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
}
