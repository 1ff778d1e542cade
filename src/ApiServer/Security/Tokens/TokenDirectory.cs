using Tricorder.ApiServer.Security.Directories;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>All tokens, revoked ones too.</summary>
internal sealed class TokenDirectory(TokenStore store) : CredentialDirectory<ApiToken>(store.LoadAll());
