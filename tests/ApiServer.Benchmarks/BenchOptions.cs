using System.Globalization;
using Tricorder.ApiServer.Benchmarks.Report;

namespace Tricorder.ApiServer.Benchmarks;

/// <summary>What to measure, and how often.</summary>
internal sealed record BenchOptions(IReadOnlyList<int> Agents, int Rounds, IReadOnlyList<string> Only, string Output)
{
    public const string Usage = """
        Measures API Server against a bare gRPC broadcast and etcd, all on loopback, and writes artifacts/bench-*.json.

          --agents 1000,5000,10000   how many agents connect
          --rounds 5                 interleaved rounds; medians are printed
          --quick                    1,000 agents, three rounds
          --only raw,etcd,here,mtls,cluster,web,cli
                                     measure only these; mtls is here with a certificate for each agent, cluster is Kubernetes into PostgreSQL,
                                     web is the Web UI in a browser, cli is the command line
          --against apiserver.dll    compare with another build of the server, in turns (make bench AGAINST=COMMIT builds it): at least 9 rounds,
                                     10,000 agents; slower means that the 95 % interval of the ratio of medians lies wholly above 3 %
          --output artifacts         where the JSON goes
        """;

    /// <summary>The apiserver.dll of another build, to be compared with this one.</summary>
    public string? Against { get; init; }

    private const int MaxAgents = 50_000;
    private const int MaxRounds = 50;

    /// <summary>How long PostgreSQL is stopped.</summary>
    public TimeSpan Pause => TimeSpan.FromSeconds(Agents is [1_000] ? 15 : 60);

    public int MaxConnected => Agents.Max();

    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions([1_000, 5_000, 10_000], 5, ["raw", "etcd", "here", "mtls", "cluster", "web", "cli"], "artifacts");
        for (var at = 0; at < args.Length; at++)
        {
            options = args[at] switch
            {
                "--quick" => options with { Agents = [1_000], Rounds = 3 },
                "--agents" => options with { Agents = [.. Value(args, ref at).Split(',').Select(text => Number(text, MaxAgents))] },
                "--rounds" => options with { Rounds = Number(Value(args, ref at), MaxRounds) },
                "--only" => options with { Only = Value(args, ref at).Split(',') },
                "--against" => options with
                {
                    Against = ServerAt(Value(args, ref at)),
                    Agents = [10_000],
                    Rounds = Comparison.MinRounds,
                    Only = ["here"],
                },
                "--output" => options with { Output = Value(args, ref at) },
                var unknown => throw new BenchmarkException($"Unknown argument '{unknown}'.\n\n{Usage}"),
            };
        }

        return options.Against is null || options.Rounds >= Comparison.MinRounds
            ? options
            : throw new BenchmarkException($"--against needs at least {Comparison.MinRounds} rounds: fewer say nothing.");
    }

    private static string ServerAt(string file) => File.Exists(file)
        ? Path.GetFullPath(file)
        : throw new BenchmarkException($"'{file}' is not there; make bench AGAINST=COMMIT builds it.");

    private static string Value(string[] args, ref int at) =>
        ++at < args.Length ? args[at] : throw new BenchmarkException($"{args[at - 1]} needs a value.\n\n{Usage}");

    private static int Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new BenchmarkException($"'{text}' is not a number from 1 to {most}.");
}
