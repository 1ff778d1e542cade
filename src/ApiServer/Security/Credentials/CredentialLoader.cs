using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>Reads who may call, before any other part of the server starts.</summary>
internal sealed class CredentialLoader(TokenDirectory tokens, TokenProofs proofs, SessionDirectory sessions) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await tokens.LoadAsync(cancellationToken);
        await proofs.LoadAsync(cancellationToken);
        await sessions.LoadAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
