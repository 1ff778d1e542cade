using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Storage;

/// <summary>Ends in failure when the process stops because the store could not go on: that is what makes it exit with one.</summary>
internal sealed class StoppedStore(StoreHealth health) : IPhaseTask
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registered = cancellationToken.Register(stopping.SetResult);
        await stopping.Task;
        if (health.Fatal is { } cause)
        {
            throw new InvalidOperationException("The store stopped for good.", cause);
        }
    }
}
