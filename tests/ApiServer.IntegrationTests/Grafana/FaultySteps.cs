using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Lets one thing go wrong at one step, once.</summary>
internal sealed class FaultySteps(TokenStep at, TokenFault fault, CancellationTokenSource stop) : ITokenSteps
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public Task Died => _died.Task;

    public async Task ReachedAsync(TokenStep step)
    {
        if (step != at || !_reached.TrySetResult())
        {
            return;
        }

        switch (fault)
        {
            case TokenFault.Stop:
                await stop.CancelAsync();
                break;
            case TokenFault.Throw:
                throw new InvalidOperationException("A fault of the test.");
            default:
                _died.SetResult();
                await new TaskCompletionSource().Task;
                break;
        }
    }
}
