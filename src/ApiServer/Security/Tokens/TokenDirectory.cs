using Tricorder.ApiServer.Security.Directories;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>All tokens, revoked ones too.</summary>
internal sealed class TokenDirectory(TokenStore store) : CredentialDirectory<ApiToken>
{
    /// <summary>Reads what is stored, before anybody is served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => Load(await store.LoadAllAsync(cancellationToken));
}
