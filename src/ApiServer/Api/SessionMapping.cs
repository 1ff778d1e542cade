using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Sessions;

namespace Tricorder.ApiServer.Api;

/// <summary>Sessions as the public API shows them. Roles agree by number.</summary>
internal static class SessionMapping
{
    public static V1.UserSession ToProto(UserSession session, Caller caller) => new()
    {
        Id = session.Id,
        Actor = session.Actor,
        Role = (V1.Role)session.Role,
        CreateTime = Timestamp.FromDateTimeOffset(session.CreateTime),
        LastUseTime = Timestamp.FromDateTimeOffset(session.LastUseTime ?? session.CreateTime),
        ExpireTime = Timestamp.FromDateTimeOffset(session.ExpireTime),
        Address = session.Address,
        UserAgent = session.UserAgent,
        TokenId = session.TokenId,
        Current = session.Id == caller.SessionId,
    };
}
