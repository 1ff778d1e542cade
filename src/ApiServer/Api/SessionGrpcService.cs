using Grpc.Core;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Sessions;

namespace Tricorder.ApiServer.Api;

/// <summary>SessionService.</summary>
internal sealed class SessionGrpcService(IdempotentCalls calls, SessionManager manager, SessionDirectory sessions, TimeProvider clock)
    : V1.SessionService.SessionServiceBase
{
    public override Task<V1.ListSessionsResponse> ListSessions(V1.ListSessionsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context.GetHttpContext());
        var page = Paging.Of(nameof(ListSessions), request.PageSize, request.PageToken);
        var now = clock.GetUtcNow();
        var seen = sessions.All().Where(session => session.IsLive(now) && SessionManager.MaySee(caller, session)).ToList();
        var items = seen.Where(session => page.After.Length == 0 || string.CompareOrdinal(session.Id, page.After) < 0)
            .Take(page.Size + 1).ToList();
        var response = new V1.ListSessionsResponse
        {
            TotalSize = seen.Count,
            Sessions = { items.Take(page.Size).Select(session => SessionMapping.ToProto(session, caller)) },
        };
        if (items.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(items[page.Size - 1].Id);
        }

        return Task.FromResult(response);
    }

    public override Task<V1.RevokeSessionResponse> RevokeSession(V1.RevokeSessionRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("session_id", request.SessionId);
        var caller = Caller.Of(context.GetHttpContext());
        return calls.InOneUnitAsync(request, context, (unit, origin) => new V1.RevokeSessionResponse
        {
            Session = SessionMapping.ToProto(manager.Revoke(unit, id, caller, origin), caller),
        });
    }
}
