using System.Diagnostics;
using System.Globalization;
using Tricorder.ApiServer.Benchmarks.Measures;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.Benchmarks.Report;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks;

/// <summary>Runs all trials, one server at a time, interleaved so that a busy minute of the machine hits all of them.</summary>
internal sealed class Coordinator(BenchOptions options, TextWriter screen)
{
    private const double QuietLoad = 0.5;

    private readonly List<Trial> _trials = [];
    private readonly List<double> _coldStarts = [];
    private readonly List<double> _answers = [];
    private readonly List<Workspace> _desks = [];
    private readonly List<Cluster> _clusters = [];
    private readonly List<WebPage> _pages = [];
    private readonly List<CommandLine> _commands = [];
    private readonly List<string> _notes = [];
    private double? _growth;

    public async Task<bool> RunAsync(CancellationToken token)
    {
        if (OpenFiles.Problem(options.MaxConnected) is { } problem)
        {
            throw new BenchmarkException(problem);
        }

        var machine = Machine.Current(TimeProvider.System);
        if (machine.LoadAverage > QuietLoad)
        {
            _notes.Add(FormattableString.Invariant(
                $"The machine was busy (load average {machine.LoadAverage:F2}): times are of little use, ratios are noisy."));
        }

        var certificates = Directory.CreateTempSubdirectory("bench-certificates-");
        BenchCertificates.Create(certificates.FullName);
        var kinds = Kinds();
        if (kinds.Length > 0)
        {
            await MeasureAsync(kinds, token);
        }

        if (kinds.Contains(SystemKind.Here))
        {
            for (var round = 0; round < options.Rounds; round++)
            {
                _coldStarts.Add(await ColdStart.MeasureAsync(token));
                _answers.Add(await DurableAnswers.MeasureAsync(token));
                _desks.Add(await Workspace.MeasureAsync(token));
            }
        }

        if (options.Only.Contains("cluster"))
        {
            await MeasureClusterAsync(token);
        }

        if (options.Only.Contains("web"))
        {
            await MeasureWebAsync(token);
        }

        if (options.Only.Contains("cli"))
        {
            screen.WriteLine($"Command line: {CommandLine.Binary}");
            _commands.AddRange(await CommandLine.MeasureAsync(options.Rounds, token));
        }

        certificates.Delete(recursive: true);
        var results = new Results(machine, _trials, _coldStarts, _answers, _desks, _clusters, _growth, _pages, _commands, _notes);
        var rows = Summary.Of(results);
        TablePrinter.Print(results, rows, screen);
        if (options.Against is not null)
        {
            ComparisonPrinter.Print(results.Comparisons, screen);
        }

        screen.WriteLine($"Written to {JsonReport.Write(options.Output, results, rows)}");
        return options.Against is null ? rows.All(row => row.Ok is not false) : !results.Comparisons.Any(each => each.IsSlower);
    }

    private async Task MeasureClusterAsync(CancellationToken token)
    {
        screen.WriteLine("Kubernetes: 10,000 pods into PostgreSQL, and a minute without it");
        if (await ClusterPlan.MeasureAsync(options.Rounds, options.Pause, token) is not { } measured)
        {
            _notes.Add(
                "PostgreSQL is not installed (Debian: apt-get install postgresql): what becomes of Kubernetes' objects is not measured.");
            return;
        }

        _clusters.AddRange(measured.Rounds);
        _growth = measured.GrowthBytes;
    }

    private async Task MeasureWebAsync(CancellationToken token)
    {
        if (!File.Exists(WebPage.Browser))
        {
            _notes.Add("Chromium is not installed (Debian: apt-get install chromium): the Web UI is not measured.");
            return;
        }

        screen.WriteLine(FormattableString.Invariant($"Web UI: the page of a module on {options.MaxConnected:N0} agents"));
        _pages.AddRange(await WebPage.MeasureAsync(options.MaxConnected, options.Rounds, token));
    }

    private SystemKind[] Kinds()
    {
        var kinds = new[] { SystemKind.Raw, SystemKind.Here, SystemKind.HereTls, SystemKind.Etcd }.Where(
            kind => options.Only.Contains(kind.Name)).ToArray();
        if (kinds.Contains(SystemKind.Etcd) && EtcdSystem.Find() is null)
        {
            _notes.Add("etcd is not on PATH (Debian: apt-get install etcd-server): not measured.");
            kinds = [.. kinds.Where(kind => kind != SystemKind.Etcd)];
        }

        return options.Against is { } server ? [.. kinds, SystemKind.Against(server)] : kinds;
    }

    private async Task MeasureAsync(SystemKind[] kinds, CancellationToken token)
    {
        var runner = new TrialRunner(options);
        await using var agents = new SwarmClient(BenchAssembly.StartSwarm("connect"));
        await using var watchers = new SwarmClient(BenchAssembly.StartSwarm("etcd"));
        foreach (var count in options.Agents)
        {
            for (var round = 1; round <= options.Rounds; round++)
            {
                // Each round begins with another one.
                foreach (var kind in kinds.Skip(round % kinds.Length).Concat(kinds.Take(round % kinds.Length)))
                {
                    var start = Stopwatch.GetTimestamp();
                    var trial = await runner.RunAsync(kind, kind.Wire == "etcd" ? watchers : agents, count, round, token);
                    _trials.Add(trial);
                    screen.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{count,6:N0} agents, round {round}, {kind.Name,-4}: connect {trial.ColdConnectSeconds:F2} s, "
                        + $"again {trial.WarmConnectSeconds:F2} s, converge {trial.ConvergenceSeconds:F2} s, "
                        + $"{trial.ConvergedBytesPerAgent / 1024:F0} KB per agent ({Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s)"));
                }
            }
        }
    }
}
