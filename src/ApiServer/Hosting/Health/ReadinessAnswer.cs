using System.Net.Mime;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tricorder.ApiServer.Hosting.Health;

/// <summary>The body of <c>/readyz</c>: each condition and what it says, so that a probe that fails explains itself.</summary>
internal static class ReadinessAnswer
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        await using var json = new Utf8JsonWriter(context.Response.Body);
        json.WriteStartObject();
        json.WriteBoolean("ready", report.Status != HealthStatus.Unhealthy);
        json.WriteStartArray("checks");
        foreach (var (name, entry) in report.Entries)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("ok", entry.Status != HealthStatus.Unhealthy);
            json.WriteString("message", entry.Description ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync();
        await context.Response.WriteAsync("\n");
    }
}
