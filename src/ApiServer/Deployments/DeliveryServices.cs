using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What the deliveries of all sessions share; one reference in each keeps an agent small.</summary>
internal sealed record DeliveryServices(
    LiveState Live,
    ConvergenceBoard Board,
    ContentCache Contents,
    AnswerWriter Answers,
    LossCounter Losses,
    LastShown LastShown,
    AgentMetrics Metrics,
    TimeProvider Clock,
    ILogger<AgentDelivery> Logger);
