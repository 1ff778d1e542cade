using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Events;

/// <summary>A row of table <c>event</c>, as it is read.</summary>
internal static class EventRow
{
    public const string Columns = """
        sequence, id, time, kind, actor, module_id, agent_id, revision, outcome, message, method, target, client_address, user_agent,
        request_id, correlation_id, change, parameters
        """;

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static ServerEvent Read(DbDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = row.GetString(1),
        Time = row.Time(2),
        Kind = row.GetString(3),
        Origin = new Origin(row.GetString(4))
        {
            Method = row.GetString(10),
            ClientAddress = row.GetString(12),
            UserAgent = row.GetString(13),
            RequestId = row.GetString(14),
            CorrelationId = row.GetString(15),
        },
        ModuleId = row.GetString(5),
        AgentId = row.GetString(6),
        Revision = row.GetInt64(7),
        Outcome = row.GetString(8),
        Message = row.GetString(9),
        Target = row.GetString(11),
        Change = row.GetString(16),
        Parameters = EventParameters.Parse(row.GetString(17)),
    };
}
