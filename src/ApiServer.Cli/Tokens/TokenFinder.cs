using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>Finds tokens by name or id.</summary>
internal static class TokenFinder
{
    /// <summary>All tokens, newest first, revoked ones too.</summary>
    public static async Task<List<ApiToken>> ListAsync(Session session, CancellationToken cancellationToken)
    {
        var tokens = new List<ApiToken>();
        var request = new TokenServiceListTokensRequest { PageSize = Pages.Size };
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Tokens.ListTokensAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                tokens.AddRange(page.Tokens);
                return page.NextPageToken;
            });
        return tokens;
    }

    /// <summary>Names are unique among tokens that are not revoked; of revoked ones the newest is meant.</summary>
    public static ApiToken Find(IReadOnlyList<ApiToken> tokens, string nameOrId) =>
        tokens.FirstOrDefault(token => token.Id == nameOrId)
        ?? tokens.Where(token => token.Name == nameOrId).OrderBy(token => token.RevokeTime is not null).FirstOrDefault()
        ?? throw new CliException(ExitCode.NotFound, $"There is no token '{nameOrId}'", "`tricorder token list` shows all.");
}
