using System.Net;
using Grpc.AspNetCore.Server;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Security.Audit;

/// <summary>Where a call comes from, for the events it causes.</summary>
internal static class CallOrigin
{
    /// <param name="context">The call.</param>
    /// <param name="requestId">The caller's id of it; empty = none.</param>
    public static Origin Of(HttpContext context, string requestId) => new(context.Features.Get<Caller>()?.Actor ?? Actors.Anonymous)
    {
        Method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.FullName.TrimStart('/')
            ?? context.Request.Method,
        ClientAddress = Address(context.Connection.RemoteIpAddress),
        UserAgent = context.Request.Headers.UserAgent.ToString(),
        RequestId = requestId,
        CorrelationId = context.TraceIdentifier,
    };

    private static string Address(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };
}
