using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Hosting.Rpc;

namespace Tricorder.ApiServer.Security.Audit;

/// <summary>Each refused call is an event. A flood of them is collected like any other flood.</summary>
internal sealed class RefusalEvents(EventDigest digest) : IRefusalObserver
{
    public void Refused(HttpContext context, DomainException why) => digest.Add(new NewEvent
    {
        Kind = EventKinds.CallDenied,
        Outcome = EventOutcomes.Denied,
        Origin = CallOrigin.Of(context, ""),
        Message = $"{why.Reason}: {why.Message}",
    });
}
