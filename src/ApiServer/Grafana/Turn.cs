namespace Tricorder.ApiServer.Grafana;

/// <summary>Whoever holds it is alone at something; disposing it lets the next one in.</summary>
internal sealed class AsyncLock(SemaphoreSlim one) : IDisposable
{
    public void Dispose() => one.Release();
}
