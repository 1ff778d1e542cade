using Grpc.Core;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Api;

/// <summary>TokenService.</summary>
internal sealed class TokenGrpcService(
    IdempotentCalls calls, TokenManager manager, TokenDirectory tokens, TokenStore store, TimeProvider clock)
    : V1.TokenService.TokenServiceBase
{
    public override async Task<V1.CreateTokenResponse> CreateToken(V1.CreateTokenRequest request, ServerCallContext context)
    {
        var secret = TokenSecret.Create();
        var response = await calls.RunAsync<V1.CreateTokenRequest, V1.CreateTokenResponse>(
            request, context, (origin, answer) => manager.CreateAsync(
                TokenMapping.ToNew(request, clock.GetUtcNow()),
                secret,
                (unit, token) => answer(unit, ToResponse(token)),
                origin,
                context.CancellationToken));

        // What is stored for a repeat has no secret, so a repeat is told none: its new one was never stored.
        response.Secret = response.Token.Prefix == secret.Lookup ? secret.Text : "";
        return response;

        static V1.CreateTokenResponse ToResponse(ApiToken token) => new() { Token = TokenMapping.ToProto(token, 0) };
    }

    public override async Task<V1.TokenServiceListTokensResponse> ListTokens(
        V1.TokenServiceListTokensRequest request, ServerCallContext context)
    {
        var page = Paging.Of(nameof(ListTokens) + "OfServer", request.PageSize, request.PageToken);
        var joined = await store.LoadJoinedAsync(context.CancellationToken);
        var all = tokens.All();
        var items = all.Where(token => page.After.Length == 0 || string.CompareOrdinal(token.Id, page.After) < 0)
            .Take(page.Size + 1).ToList();
        var response = new V1.TokenServiceListTokensResponse
        {
            TotalSize = all.Count,
            Tokens = { items.Take(page.Size).Select(token => TokenMapping.ToProto(token, joined.GetValueOrDefault(token.Id))) },
        };
        if (items.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(items[page.Size - 1].Id);
        }

        return response;
    }

    public override Task<V1.RevokeTokenResponse> RevokeToken(V1.RevokeTokenRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("token_id", request.TokenId);
        return calls.InOneUnitAsync(request, context, (unit, origin) =>
        {
            var token = manager.Revoke(unit, id, origin);
            return new V1.RevokeTokenResponse { Token = TokenMapping.ToProto(token, TokenStore.CountJoined(unit, token.Id)) };
        });
    }

    public override Task<V1.GetCallerResponse> GetCaller(V1.GetCallerRequest request, ServerCallContext context) =>
        Task.FromResult(TokenMapping.ToProto(Caller.Of(context.GetHttpContext())));
}
