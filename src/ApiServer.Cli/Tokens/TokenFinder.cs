using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>Finds tokens by name or id.</summary>
internal static class TokenFinder
{
    /// <summary>All tokens, newest first, revoked ones too.</summary>
    public static Task<List<ApiToken>> ListAsync(Session session, CancellationToken cancellationToken) => Pages.ListAsync(
        token => session.Client.Tokens.ListTokensAsync(
            new TokenServiceListTokensRequest { PageSize = Pages.Size, PageToken = token }, cancellationToken: cancellationToken),
        page => page.Tokens,
        page => page.NextPageToken);

    /// <summary>Names are unique among tokens that are not revoked; of revoked ones the newest is meant.</summary>
    public static ApiToken Find(IReadOnlyList<ApiToken> tokens, string nameOrId) =>
        tokens.FirstOrDefault(token => token.Id == nameOrId)
        ?? tokens.Where(token => token.Name == nameOrId).OrderBy(token => token.RevokeTime is not null).FirstOrDefault()
        ?? throw new CliException(ExitCode.NotFound, $"There is no token '{nameOrId}'", "`tricorder token list` shows all.");
}
