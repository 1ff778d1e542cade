using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>A row of table <c>event</c>, as it is read.</summary>
internal sealed record EventRow
{
    public const string Columns = """
        sequence, id, time, kind, actor, module_id AS ModuleId, agent_id AS AgentId, revision, outcome, message, method, target,
        client_address AS ClientAddress, user_agent AS UserAgent, request_id AS RequestId, correlation_id AS CorrelationId, change
        """;

    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required string Time { get; init; }

    public required string Kind { get; init; }

    public required string Actor { get; init; }

    public required string ModuleId { get; init; }

    public required string AgentId { get; init; }

    public required long Revision { get; init; }

    public required string Outcome { get; init; }

    public required string Message { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required string ClientAddress { get; init; }

    public required string UserAgent { get; init; }

    public required string RequestId { get; init; }

    public required string CorrelationId { get; init; }

    public required string Change { get; init; }

    public ServerEvent ToEvent() => new()
    {
        Id = Id,
        Sequence = Sequence,
        Time = StoredTime.Parse(Time),
        Kind = Kind,
        Origin = new Origin(Actor)
        {
            Method = Method,
            ClientAddress = ClientAddress,
            UserAgent = UserAgent,
            RequestId = RequestId,
            CorrelationId = CorrelationId,
        },
        ModuleId = ModuleId,
        AgentId = AgentId,
        Revision = Revision,
        Outcome = Outcome,
        Message = Message,
        Target = Target,
        Change = Change,
    };
}
