using System.Globalization;
using Grpc.Core;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api;

/// <summary>EventService.</summary>
internal sealed class EventGrpcService(EventStore events, ModuleQueries modules) : V1.EventService.EventServiceBase
{
    public override async Task<V1.ListEventsResponse> ListEvents(V1.ListEventsRequest request, ServerCallContext context)
    {
        var filter = new EventFilter(
            modules.IdOf(request.ModuleId), request.AgentId, request.Kind, Arguments.Time("since", request.Since));
        var page = Paging.Of(
            nameof(ListEvents), request.PageSize, request.PageToken, request.ModuleId,
            request.AgentId, request.Kind, request.Since?.ToString() ?? "");
        var found = await events.ListAsync(
            filter, page.Size, page.After.Length > 0 ? page.AfterNumber(0) : null, context.CancellationToken);
        var response = new V1.ListEventsResponse { Events = { found.Events.Select(EventMapping.ToProto) }, TotalSize = found.Total };
        if (found.HasMore)
        {
            response.NextPageToken = page.TokenAfter(found.Events[^1].Sequence.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }
}
