using Grpc.AspNetCore.Server;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Methods;

namespace Tricorder.ApiServer.Hosting.Answers;

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
        return GrpcAnswer.IsGrpc(context.Request) ? GrpcAnswer.RefuseAsync(context, status) : WebStatus.RefuseAsync(context, status);
    }
}
