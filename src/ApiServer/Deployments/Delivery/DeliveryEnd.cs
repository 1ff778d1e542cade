using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>
/// What was known when a session ended: what may have killed its agent, and what was shown of its modules.
/// </summary>
internal sealed record DeliveryEnd(
    LossCounter Losses, LastShown LastShown, IReadOnlyList<Suspect> Suspects, IReadOnlyList<InstanceShown> Shown, DateTimeOffset LastSeen)
    : IDeliveryEnd
{
    public void Record(WriteUnit unit)
    {
        Losses.Count(unit, Suspects, LastSeen);
        LastShown.Record(unit, Shown);
    }
}
