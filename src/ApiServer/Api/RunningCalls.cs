using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Api;

/// <summary>Calls that run now, by their keys: of one key, one at a time.</summary>
internal sealed class RunningCalls
{
    private readonly SharedEntries<(string Method, string Actor, string Id), SemaphoreSlim> _running = new(() => new(1, 1));

    /// <summary>How many keys are in use.</summary>
    public int Count => _running.Count;

    /// <summary>Waits until no other call of this key runs. Disposing the answer lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(RequestKey key, CancellationToken cancellationToken)
    {
        var use = _running.Enter((key.Method, key.Actor, key.Id));
        try
        {
            await use.Entry.WaitAsync(cancellationToken);
        }
        catch
        {
            use.Dispose();
            throw;
        }

        return new Running(use);
    }

    private sealed class Running(SharedEntries<(string Method, string Actor, string Id), SemaphoreSlim>.Use use) : IDisposable
    {
        public void Dispose()
        {
            use.Entry.Release();
            use.Dispose();
        }
    }
}
