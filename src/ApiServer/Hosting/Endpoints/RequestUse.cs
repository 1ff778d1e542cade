namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Tells each connection when it is used.</summary>
internal sealed class RequestUse(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var use = context.Features.Get<ConnectionUse>();
        use?.Enter();
        try
        {
            await next(context);
        }
        finally
        {
            use?.Leave();
        }
    }
}
