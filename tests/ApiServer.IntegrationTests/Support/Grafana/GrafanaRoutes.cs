using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>Puts what answers behind what is asked of all requests: a known caller, a role, a body that parses.</summary>
internal sealed class GrafanaRoutes(WebApplication app, GrafanaAccess access, GrafanaState state)
{
    /// <summary>An item of a request's context: answers are compressed for whoever takes it.</summary>
    public const string Compresses = "compresses";

    public void Map(string method, string pattern, string role, string permission, Func<GrafanaRequest, GrafanaReply> answer) =>
        MapSlow(method, pattern, role, permission, request =>
        {
            lock (state.Gate)
            {
                return Task.FromResult(answer(request));
            }
        });

    /// <summary>For what waits for something, outside of the lock.</summary>
    public void MapSlow(string method, string pattern, string role, string permission, Func<GrafanaRequest, Task<GrafanaReply>> answer) =>
        app.MapMethods(pattern, [method], async context =>
        {
            var (caller, refusal) = access.Authenticate(context.Request);
            if (caller is null)
            {
                await WriteAsync(context, refusal!);
                return;
            }

            if (!caller.Has(role))
            {
                await WriteAsync(context, access.Denied(permission));
                return;
            }

            var body = await ReadAsync(context);
            await WriteAsync(
                context,
                body is null ? GrafanaReply.Error(400, "bad request data") : await answer(new GrafanaRequest(context, caller, body)));
        });

    public static async Task WriteAsync(HttpContext context, GrafanaReply reply)
    {
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = "application/json";
        if (!context.Items.ContainsKey(Compresses)
            || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync(reply.Body.ToJsonString());
            return;
        }

        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(Encoding.UTF8.GetBytes(reply.Body.ToJsonString()));
    }

    private static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        if (context.Request.Method is "GET" or "DELETE")
        {
            return [];
        }

        try
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) as JsonObject;
            ((GrafanaCall)context.Items[nameof(GrafanaCall)]!).Body = body?.DeepClone().AsObject();
            return body;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
