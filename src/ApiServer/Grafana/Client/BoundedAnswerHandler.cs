using System.Net.Http.Headers;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// Reads each answer to its end, up to a bound. It is the innermost handler, so that an attempt's time limit and the repeats go for the
/// answer's body as well.
/// </summary>
internal sealed class BoundedAnswerHandler : DelegatingHandler
{
    public const long MaxBytes = 8 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
