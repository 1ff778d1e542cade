namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Nobody wants to know.</summary>
internal sealed class NoTokenSteps : ITokenSteps
{
    public Task ReachedAsync(TokenStep step) => Task.CompletedTask;
}
