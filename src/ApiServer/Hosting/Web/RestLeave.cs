using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>The room that a REST request has among those in work, until it is answered.</summary>
internal sealed class RestLeave(RequestBudget budget, MethodLimits limits, string author) : IDisposable
{
    private IDisposable? _leave;
    private long _room = RequestBudget.FreeBytes;

    /// <summary>
    /// Makes room for a body that says how large it is. Of one that does not, nothing is asked for before its first bytes have come: most
    /// are small, and a small one must not wait as long as the largest would.
    /// </summary>
    public Task AnnounceAsync(long? bytes, CancellationToken cancellationToken) =>
        bytes > _room ? TakeAsync(bytes.Value, cancellationToken) : Task.CompletedTask;

    /// <summary>
    /// So much of the body has come. Returns whether more room had to be made for it: first for a small one, then for the largest.
    /// </summary>
    public async ValueTask<bool> HoldAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= _room)
        {
            return false;
        }

        await TakeAsync(
            bytes <= RequestBudget.SmallBytes ? Math.Min(RequestBudget.SmallBytes, limits.MaxJsonBytes) : limits.MaxJsonBytes,
            cancellationToken);
        return true;
    }

    public void Dispose() => _leave?.Dispose();

    private async Task TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        // Who waits to become large keeps no room from small ones meanwhile.
        _leave?.Dispose();
        _leave = null;
        _leave = await budget.TakeAsync(limits.Kind, author, bytes, cancellationToken);
        _room = bytes;
    }
}
