using Microsoft.Extensions.Hosting;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Stands where the host's lifetime would, to see whether somebody asks for the end.</summary>
internal sealed class StoppableHost : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public bool StopRequested => _stopping.IsCancellationRequested;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
