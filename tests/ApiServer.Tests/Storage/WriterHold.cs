using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>A unit that stays in its turn until it is let go.</summary>
internal sealed class WriterHold : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();
    private readonly Task _unit;

    public WriterHold(StoreWriter writer)
    {
        _unit = writer.WriteAsync(
            _ =>
            {
                _entered.Set();
                _release.Wait();
            },
            CancellationToken.None);
        _entered.Wait();
    }

    public void Dispose()
    {
        _release.Set();
        _unit.GetAwaiter().GetResult();
        _entered.Dispose();
        _release.Dispose();
    }
}
