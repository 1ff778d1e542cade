using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Agents;

/// <summary>Agent streams, in numbers.</summary>
internal sealed class AgentMetrics
{
    private readonly Meter _meter;
    private readonly UpDownCounter<int> _streams;
    private readonly Counter<long> _ends;
    private readonly Counter<long> _ignored;

    public AgentMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("apiserver");
        _streams = _meter.CreateUpDownCounter<int>("agent_streams", "{streams}", "Agent streams that are open.");
        _ends = _meter.CreateCounter<long>("agent_stream_ends_total", "{streams}", "Agent streams that ended, by reason.");
        _ignored = _meter.CreateCounter<long>(
            "agent_reports_ignored_total", "{reports}", "Agents' answers to something they were not asked.");
        _ignored.Add(0); // So that its first increase is one.
    }

    /// <summary>Publishes what is read at each scrape: agents by state, all states always.</summary>
    public void Observe(AgentRegistry registry) => _meter.CreateObservableGauge(
        "agents",
        () =>
        {
            var known = registry.All().CountBy(agent => agent.Agent.State).ToDictionary();
            return Enum.GetValues<AgentState>().Select(
                state =>
                    new Measurement<int>(known.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state.ToString())));
        },
        "{agents}",
        "Known agents, by state.");

    public void SessionStarted(AgentProtocol protocol) => _streams.Add(1, Tag(protocol));

    public void SessionEnded(AgentProtocol protocol, SessionEnd end)
    {
        _streams.Add(-1, Tag(protocol));
        _ends.Add(1, new KeyValuePair<string, object?>("reason", end.ToString()));
    }

    public void ReportIgnored() => _ignored.Add(1);

    private static KeyValuePair<string, object?> Tag(AgentProtocol protocol) => new("protocol", protocol.ToString());
}
