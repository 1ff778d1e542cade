namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>Gives each request the id under which the log, the events and error details speak of it.</summary>
internal sealed class CorrelationIds(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.TraceIdentifier = Guid.CreateVersion7().ToString();
        return next(context);
    }
}
