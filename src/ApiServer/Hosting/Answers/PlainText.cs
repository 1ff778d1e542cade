namespace Tricorder.ApiServer.Hosting.Answers;

internal static class PlainText
{
    public static Task WriteAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }
}
