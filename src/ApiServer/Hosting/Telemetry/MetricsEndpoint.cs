namespace Tricorder.ApiServer.Hosting.Telemetry;

internal static class MetricsEndpoint
{
    public static void Map(WebApplication app)
    {
        var export = app.Services.GetRequiredService<MetricsExport>();
        app.MapMethods("/metrics", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)(context => AnswerAsync(export, context)));
    }

    private static Task AnswerAsync(MetricsExport export, HttpContext context)
    {
        context.Response.Headers.Vary = "Accept";
        if (ExpositionFormat.For(context.Request.Headers.Accept) is not { } format)
        {
            context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(
                $"Metrics are {ExpositionFormat.Prometheus.ContentType} or {ExpositionFormat.OpenMetrics.ContentType}.\n");
        }

        context.Response.ContentType = format.ContentType;
        return context.Response.WriteAsync(export.Read(format), context.RequestAborted);
    }
}
