using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Sessions;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>Reads who may call, before anybody can.</summary>
internal sealed class CredentialLoader(TokenDirectory tokens, TokenProofs proofs, SessionDirectory sessions) : IPhaseStep
{
    public ProcessPhase Phase => ProcessPhase.Lead;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await tokens.LoadAsync(cancellationToken);
        await proofs.LoadAsync(cancellationToken);
        await sessions.LoadAsync(cancellationToken);
    }
}
