using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>What the deliveries of all sessions share; one reference in each keeps an agent small.</summary>
internal sealed record DeliveryServices(
    LiveState Live,
    FleetState Fleet,
    ContentCache Contents,
    AnswerWriter Answers,
    LossCounter Losses,
    LastShown LastShown,
    AgentMetrics Metrics,
    TimeProvider Clock,
    ILogger<AgentDelivery> Logger);
