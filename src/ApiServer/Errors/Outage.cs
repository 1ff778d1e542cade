namespace Tricorder.ApiServer.Errors;

/// <summary>
/// Work that is done again and again, and may fail for a while. The log is told when that begins, when the cause is another one, and when
/// it ends. A refusal whose cause is known needs no stack trace.
/// </summary>
internal sealed class Outage(ILogger logger, string work)
{
    private readonly Lock _sync = new();
    private string _cause = "";
    private int _failures;

    /// <summary>Does the work once; what fails is told and not thrown, unless it was cancelled.</summary>
    public async Task TryAsync(Func<CancellationToken, Task> once, CancellationToken cancellationToken)
    {
        try
        {
            await once(cancellationToken);
            Over();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(e);
        }
    }

    public void Failed(Exception failure)
    {
        lock (_sync)
        {
            _failures++;
            var cause = failure is DomainException { Reason: var reason } ? reason : $"{failure.GetType()}: {failure.Message}";
            if (cause == _cause)
            {
                logger.WorkFailedAgain(work, _failures, cause);
            }
            else if (failure is DomainException refusal)
            {
                logger.WorkRefused(work, refusal.Reason, refusal.Message);
            }
            else
            {
                logger.WorkFailed(failure, work);
            }

            _cause = cause;
        }
    }

    /// <summary>It was done.</summary>
    public void Over()
    {
        if (Volatile.Read(ref _failures) == 0)
        {
            return;
        }

        lock (_sync)
        {
            if (_failures > 0)
            {
                logger.WorkGoesOn(work, _failures);
            }

            (_failures, _cause) = (0, "");
        }
    }
}
