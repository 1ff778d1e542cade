using System.CommandLine;
using System.CommandLine.Parsing;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using static Tricorder.ApiServer.AgentSimulator.CommandLine.OptionKinds;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The options of the command line, and the fleet that they describe.</summary>
internal sealed class SimulatorOptions
{
    private readonly Option<Uri> _server = Server("--server", "The server's gRPC endpoint.", "http://127.0.0.1:50051", "-s");

    private readonly Option<FileInfo> _ca = new Option<FileInfo>("--ca")
    {
        Description = "PEM file with the CA that the server's certificate comes from; without it the machine's CAs count.",
        HelpName = "file",
    }.AcceptExistingOnly();

    private readonly Option<DirectoryInfo> _certificates = new Option<DirectoryInfo>("--cert-dir")
    {
        Description = "Directory with <node>.pem and <node>.key, the client certificate of each agent's node (see make certs).",
        HelpName = "directory",
    }.AcceptExistingOnly();

    private readonly Option<FileInfo> _token = new Option<FileInfo>("--token-file")
    {
        Description = "File with the token that agents join with.",
        HelpName = "file",
    }.AcceptExistingOnly();

    private readonly Option<int> _agents = Whole("--agents", "Number of agents, each with a TCP connection of its own.", 10, "-n");

    private readonly Option<int?> _legacy = new("--legacy")
    {
        Description = "How many of them, the last ones, speak the wire of agents released in 2023; without a number all.",
        HelpName = "number",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<double?> _legacyShare = new("--legacy-share")
    {
        Description = "The same as a share of the agents, 0 to 1.",
        HelpName = "share",
    };

    private readonly Option<LatencyRange> _latency = Latency(
        "--latency",
        "How long a load takes: a time, or a range; short times are likelier in it unless `:uniform` follows.",
        "20ms..500ms");

    private readonly Option<int> _slow = Whole("--slow", "How many agents, the first ones, take --slow-latency instead.", 0);

    private readonly Option<LatencyRange> _slowLatency = Latency("--slow-latency", "How long a load takes on slow agents.", "5s..15s");

    private readonly Option<int> _failing = Whole(
        "--failing", "How many agents, next to the slow ones, fail every load with the text of an eBPF verifier.", 0);

    private readonly Option<double> _failRate = Real("--fail-rate", "Probability that a load fails, 0 to 1.", "share");

    private readonly Option<double> _trapRate = Real(
        "--trap-rate", "Probability that a module fails 5 to 60 s after its load, 0 to 1. Legacy agents can not report that.", "share");

    private readonly Option<double> _churn = Real(
        "--churn", "Restarts, lost connections, replaced pods and vanished nodes per minute, in the whole fleet.", "number");

    private readonly Option<ulong?> _seed = new("--seed")
    {
        Description = "Repeats failures, latencies, churn, pods and profiles of another run. Agent ids are new each time.",
        HelpName = "number",
    };

    private readonly Option<string> _nodePrefix = new("--node-prefix")
    {
        Description = "Node names are this, a dash and a number.",
        HelpName = "text",
        DefaultValueFactory = _ => "sim-node",
    };

    private readonly Option<int> _connecting = Whole("--connecting", "How many agents may be connecting at the same time; 0: all.", 256);

    private readonly Option<string> _database = new("--pg-url")
    {
        Description = "Insert a row per second, agent and module into this database, "
            + "postgresql://user:password@host:5432/database, and report just that.",
        HelpName = "url",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<TimeSpan?> _duration = Time("--duration", "Stop after this time. Default: at SIGTERM or SIGINT.");

    private readonly Option<TimeSpan?> _interval = Time(
        "--interval", "Time between two progress lines. Default: 500ms on a terminal, else 5s.");

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, only problems and the summary." };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Progress and summary as JSON, one object per line, on standard output; all else on standard error.",
    };

    public IEnumerable<Option> All =>
    [
        _server, _ca, _certificates, _token, _agents, _legacy, _legacyShare, _latency, _slow, _slowLatency, _failing, _failRate, _trapRate,
        _churn, _seed, _nodePrefix, _connecting, _database, _duration, _interval, _quiet, _json,
    ];

    /// <summary>Says what does not go together.</summary>
    public void Check(CommandResult result)
    {
        if (result.GetResult(_legacy) is { Implicit: false } && result.GetResult(_legacyShare) is { Implicit: false })
        {
            result.AddError("--legacy and --legacy-share say the same thing; give one of them");
        }
    }

    public RunOptions Read(ParseResult result) => new(
        new FleetOptions
        {
            Server = result.GetValue(_server)!,
            Credentials = new AgentCredentials
            {
                CaFile = result.GetValue(_ca)?.FullName ?? "",
                CertificateDirectory = result.GetValue(_certificates)?.FullName ?? "",
                Token = result.GetValue(_token) is { } file ? File.ReadAllText(file.FullName).Trim() : "",
            },
            Agents = result.GetValue(_agents),
            LegacyAgents = LegacyAgents(result),
            SlowAgents = result.GetValue(_slow),
            FailingAgents = result.GetValue(_failing),
            SlowLatency = result.GetValue(_slowLatency)!,
            ChurnPerMinute = result.GetValue(_churn),
            Seed = result.GetValue(_seed),
            NodePrefix = result.GetValue(_nodePrefix)!,
            ConnectConcurrency = result.GetValue(_connecting),
            DatabaseUrl = result.GetValue(_database)!,
            Behavior = new AgentBehavior
            {
                Latency = result.GetValue(_latency)!,
                FailRate = result.GetValue(_failRate),
                TrapRate = result.GetValue(_trapRate),
            },
        },
        result.GetValue(_duration),
        result.GetValue(_interval),
        result.GetValue(_quiet),
        result.GetValue(_json));

    private int LegacyAgents(ParseResult result)
    {
        var agents = result.GetValue(_agents);
        if (result.GetValue(_legacyShare) is { } share)
        {
            return (int)Math.Round(share * agents);
        }

        var isGiven = result.GetResult(_legacy) is { Implicit: false };
        return result.GetValue(_legacy) ?? (isGiven ? agents : 0);
    }
}
