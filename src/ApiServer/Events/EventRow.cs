using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>A row of table <c>event</c>, as it is read.</summary>
internal sealed record EventRow(
    long Sequence, string Id, string Time, string Kind, string Actor, string ModuleId, string AgentId, long Revision, string Outcome, string Message)
{
    public const string Columns = "sequence, id, time, kind, actor, module_id AS ModuleId, agent_id AS AgentId, revision, outcome, message";

    public ServerEvent ToEvent() => new()
    {
        Id = Id,
        Sequence = Sequence,
        Time = StoredTime.Parse(Time),
        Kind = Kind,
        Actor = Actor,
        ModuleId = ModuleId,
        AgentId = AgentId,
        Revision = Revision,
        Outcome = Outcome,
        Message = Message,
    };
}
