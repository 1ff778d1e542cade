using Grpc.AspNetCore.Server;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Methods;

namespace Tricorder.ApiServer.Hosting.Answers;

/// <summary>Answers calls that never reach a service, in the form they came in, and tells whoever keeps account of them.</summary>
internal sealed class RefusedCalls(IEnumerable<IRefusalObserver> observers)
{
    public Task AnswerAsync(HttpContext context, DomainException why)
    {
        Report(context, why);
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method is { } method
            && AgentMethods.CrashesWhenRefused(method))
        {
            return GrpcAnswer.EndAsync(context);
        }

        var status = StatusMapping.ToStatus(why);
        return GrpcAnswer.IsGrpc(context.Request) ? GrpcAnswer.RefuseAsync(context, status) : WebStatus.RefuseAsync(context, status);
    }

    /// <summary>Answers a browser that goes from page to page: a page of ours says why, by the reason alone.</summary>
    public Task LeadBackAsync(HttpContext context, DomainException why)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return AnswerAsync(context, why);
        }

        Report(context, why);
        context.Response.Redirect($"/?refused={Uri.EscapeDataString(why.Reason)}");
        return Task.CompletedTask;
    }

    private void Report(HttpContext context, DomainException why)
    {
        foreach (var observer in observers)
        {
            observer.Refused(context, why);
        }
    }
}
