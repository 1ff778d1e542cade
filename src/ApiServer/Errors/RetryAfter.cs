using System.Globalization;
using Google.Rpc;

namespace Tricorder.ApiServer.Errors;

/// <summary>When to come again, as HTTP says it; gRPC says it as RetryInfo, which the body of a REST error has too.</summary>
internal static class RetryAfter
{
    /// <summary>Sets the header where the status tells a time: whole seconds, never too soon.</summary>
    public static void Write(Microsoft.AspNetCore.Http.HttpResponse response, Google.Rpc.Status status)
    {
        if (!response.HasStarted && status.GetDetail<RetryInfo>() is { RetryDelay: { } delay })
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(delay.ToTimeSpan().TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }
    }
}
