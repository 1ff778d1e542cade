using Microsoft.AspNetCore.Http.Features;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;
using Status = Google.Rpc.Status;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>The room that a REST request has among those in work, until it is answered.</summary>
internal sealed class RestLeave(RequestBudget budget) : IDisposable
{
    private IDisposable? _leave;

    /// <summary>Makes room for the body as large as it says it is; returns why there is none.</summary>
    public async Task<Status?> RefusalAsync(HttpRequest request, MethodLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            var mayHaveBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
            var bytes = mayHaveBody ? Math.Min(request.ContentLength ?? limits.MaxJsonBytes, limits.MaxJsonBytes) : 0;
            _leave = await budget.TakeAsync(limits.Kind, RequestAuthor.Of(request.HttpContext), bytes, cancellationToken);
            return null;
        }
        catch (ResourceExhaustedException e)
        {
            return StatusMapping.ToStatus(e);
        }
    }

    public void Dispose() => _leave?.Dispose();
}
