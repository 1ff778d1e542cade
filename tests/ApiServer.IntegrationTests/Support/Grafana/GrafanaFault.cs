using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>A way to go wrong. It may still call what would have answered.</summary>
internal delegate Task GrafanaFault(HttpContext context, RequestDelegate next);

internal static class GrafanaFaultKinds
{
    /// <summary>As Grafana says it, or as a proxy does.</summary>
    public static GrafanaFault Status(int status, string message = "Internal server error") => (context, _) =>
        WriteAsync(context, status, "application/json; charset=UTF-8", $$"""{"message":"{{message}}"}""");

    public static GrafanaFault BadGateway() =>
        (context, _) => WriteAsync(context, 502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");

    public static GrafanaFault TooMany(TimeSpan? retryAfter = null) => (context, _) =>
    {
        if (retryAfter is { } pause)
        {
            context.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return WriteAsync(context, 429, "application/json", """{"message":"Too many requests"}""");
    };

    /// <summary>Never answers.</summary>
    public static GrafanaFault Hangs() => async (context, _) =>
    {
        var end = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(end.SetResult);
        await end.Task;
    };

    /// <summary>Ends in the middle of a value.</summary>
    public static GrafanaFault TruncatedJson() =>
        (context, _) => WriteAsync(context, 200, "application/json", """{"uid":"x","id":1,"dashboard":{"ti""");

    /// <summary>Announces more than it sends.</summary>
    public static GrafanaFault BrokenOff() => async (context, _) =>
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("""{"uid":"x",""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    public static GrafanaFault OtherJson(string json = """["of","something","else"]""") =>
        (context, _) => WriteAsync(context, 200, "application/json", json);

    /// <summary>What a proxy that wants people to sign in sends, with 200.</summary>
    public static GrafanaFault LoginPage() => (context, _) =>
        WriteAsync(context, 200, "text/html", "<html><form action=/login><input type=password></form></html>");

    public static GrafanaFault Redirects(string location) => (context, _) =>
    {
        context.Response.Headers.Location = location;
        return WriteAsync(context, 302, "text/html", $"<a href=\"{location}\">Found</a>");
    };

    public static GrafanaFault Drops() => (context, _) =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Does it, and then the connection breaks.</summary>
    public static GrafanaFault LosesAnswer() => async (context, next) =>
    {
        context.Response.Body = Stream.Null;
        await next(context);
        context.Abort();
    };

    /// <summary>More than anybody should read.</summary>
    public static GrafanaFault Endless() => async (context, _) =>
    {
        context.Response.ContentType = "application/json";
        var blanks = new string(' ', 64 * 1024);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(blanks, context.RequestAborted);
        }
    };

    private static Task WriteAsync(HttpContext context, int status, string type, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }
}
