using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Api;

internal static class EventMapping
{
    public static V1.Event ToProto(ServerEvent happened) => new()
    {
        Id = happened.Id,
        Time = Timestamp.FromDateTimeOffset(happened.Time),
        Kind = happened.Kind,
        Actor = happened.Origin.Actor,
        ModuleId = happened.ModuleId,
        AgentId = happened.AgentId,
        Revision = (int)happened.Revision,
        Outcome = happened.Outcome,
        Message = happened.Message,
        Method = happened.Origin.Method,
        Target = happened.Target,
        ClientAddress = happened.Origin.ClientAddress,
        UserAgent = happened.Origin.UserAgent,
        RequestId = happened.Origin.RequestId,
        CorrelationId = happened.Origin.CorrelationId,
        Change = happened.Change,
        Parameters = { happened.Parameters.All.ToDictionary(each => each.Name, each => each.Value) },
    };
}
