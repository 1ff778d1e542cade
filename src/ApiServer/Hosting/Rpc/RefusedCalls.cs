using Grpc.AspNetCore.Server;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Endpoints;

namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>Answers calls that never reach a service, in the form they came in, and tells whoever keeps account of them.</summary>
internal sealed class RefusedCalls(IEnumerable<IRefusalObserver> observers)
{
    public Task AnswerAsync(HttpContext context, DomainException why)
    {
        foreach (var observer in observers)
        {
            observer.Refused(context, why);
        }

        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { } method
            && AgentMethods.CrashesWhenRefused(method))
        {
            return GrpcAnswer.EndAsync(context);
        }

        var status = StatusMapping.ToStatus(why);
        return GrpcAnswer.IsGrpc(context.Request) ? GrpcAnswer.RefuseAsync(context, status) : Web.WebStatus.RefuseAsync(context, status);
    }
}
