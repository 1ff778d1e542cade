using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Agents;

/// <summary>Agent streams, in numbers.</summary>
internal sealed class AgentMetrics
{
    private readonly UpDownCounter<int> _streams;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _ignored;

    public AgentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("apiserver");
        _streams = meter.CreateUpDownCounter<int>("agent_streams", "{streams}", "Agent streams that are open.");
        _ends = meter.CreateCounter<long>("agent_stream_ends_total", "{streams}", "Agent streams that ended, by reason.");
        _ignored = meter.CreateCounter<long>("agent_reports_ignored_total", "{reports}", "Agents' answers to something they were not asked.");
    }

    public void SessionStarted(AgentProtocol protocol) => _streams.Add(1, Tag(protocol));

    public void SessionEnded(AgentProtocol protocol, SessionEnd end)
    {
        _streams.Add(-1, Tag(protocol));
        _ends.Add(1, new KeyValuePair<string, object?>("reason", end.ToString()));
    }

    public void ReportIgnored() => _ignored.Add(1);

    private static KeyValuePair<string, object?> Tag(AgentProtocol protocol) => new("protocol", protocol.ToString());
}
