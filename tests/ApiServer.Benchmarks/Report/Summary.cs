using Tricorder.ApiServer.Benchmarks.Measures;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>Medians of the trials beside the budgets. Budgets are for 10,000 agents; smaller fleets are printed for comparison.</summary>
internal static class Summary
{
    private const int BudgetAgents = 10_000;
    private const double KiB = 1024;

    public static IReadOnlyList<Row> Of(Results results)
    {
        var fleets = results.Trials.Select(trial => trial.Agents).Distinct().Order().ToArray();
        return
        [
            .. fleets.Select(agents => Compare(results, agents, "convergence", "s", trial => trial.ConvergenceSeconds) with
            {
                RawBudget = agents == BudgetAgents ? 1.2 : null,
                EtcdBudget = agents == BudgetAgents ? 0.5 : null,
            }),
            .. fleets.Select(agents => Compare(results, agents, "connect, warm server", "s", trial => trial.WarmConnectSeconds) with
            {
                RawBudget = agents == BudgetAgents ? 1.3 : null,
            }),
            .. fleets.Select(agents => Compare(results, agents, "connect, fresh server", "s", trial => trial.ColdConnectSeconds)),
            .. fleets.Select(agents =>
                Compare(results, agents, "memory per agent, connected", "KB", trial => trial.ConnectedBytesPerAgent / KiB) with
                {
                    Budget = agents == BudgetAgents ? 50 : null,
                }),
            .. fleets.Select(agents =>
                Compare(results, agents, "memory per agent, converged", "KB", trial => trial.ConvergedBytesPerAgent / KiB) with
                {
                    Budget = agents == BudgetAgents ? 50 : null,
                }),
            .. fleets.Select(agents => Compare(results, agents, "server CPU per convergence", "s", trial => trial.ServerCpuSeconds)),
            .. fleets.Select(agents => Compare(results, agents, "client CPU per convergence", "s", trial => trial.ClientCpuSeconds)),
            .. fleets.Select(agents => Compare(results, agents, "answers refused, sent again", "", trial => trial.Retries)),
            .. fleets.TakeLast(1).Select(agents => Idle(results, agents)),
            .. fleets.TakeLast(1).Select(agents => Compare(
                results, agents, "call p99 while they converge", "ms", trial => Statistics.Percentile(trial.UnaryMilliseconds, 0.99)) with
            {
                Budget = agents <= BudgetAgents ? 50 : null,
                RawBudget = agents == BudgetAgents ? 2 : null,
            }),
            new Row("durable answers", "1/s", null, null, Statistics.Median(results.AnswersPerSecond)) { Budget = 50_000, AtLeast = true },
            new Row("cold start, empty directory", "s", null, null, Statistics.Median(results.ColdStartSeconds)) { Budget = 1 },
            new Row("validate 100 KB of WASM", "ms", null, null, Statistics.Median(results.Desks.Select(desk => desk.Validate)))
            {
                Budget = 20,
            },
            new Row(
                "validate a module in C, compiled anew", "ms", null, null, Statistics.Median(results.Desks.Select(desk => desk.Compile)))
            {
                Budget = 1000,
            },
            new Row("preview 1,000 events", "ms", null, null, Statistics.Median(results.Desks.Select(desk => desk.Preview)))
            {
                Budget = 50,
            },
            new Row(
                "10,000 pods listed into PostgreSQL (raw: COPY)",
                "s",
                Statistics.Median(results.Clusters.Select(cluster => cluster.CopySeconds)),
                null,
                Statistics.Median(results.Clusters.Select(cluster => cluster.ListSeconds)))
            {
                RawBudget = 1.5,
            },
            new Row(
                "changes of pods, sustained", "1/s", null, null,
                Statistics.Median(results.Clusters.Select(cluster => cluster.ChangesPerSecond)))
            {
                Budget = 5_000,
                AtLeast = true,
            },
            new Row("memory grown while PostgreSQL is stopped", "MB", null, null, results.GrowthBytes / KiB / KiB) { Budget = 128 },
            new Row(
                "page of a module on all agents, interactive", "s", null, null,
                Statistics.Median(results.Pages.Select(page => page.InteractiveSeconds)))
            {
                Budget = 2,
            },
            new Row(
                "its longest task while they converge", "ms", null, null,
                Statistics.Median(results.Pages.Select(page => page.MaxTaskMilliseconds)))
            {
                Budget = 200,
            },
            new Row("tricorder --help", "ms", null, null, Statistics.Median(results.Commands.Select(command => command.HelpMilliseconds)))
            {
                Budget = 150,
            },
            new Row(
                "tricorder module list", "ms", null, null, Statistics.Median(results.Commands.Select(command => command.ListMilliseconds)))
            {
                Budget = 250,
            },
        ];
    }

    private static Row Idle(Results results, int agents)
    {
        // Heartbeats are processed, so it is not zero: 10,000 agents send 667 a second.
        const double aboutZero = 10;
        return Compare(results, agents, "idle CPU", "%", trial => 100 * trial.IdleCpuShare) with { Budget = aboutZero };
    }

    private static Row Compare(Results results, int agents, string name, string unit, Func<Trial, double?> value)
    {
        double? Of(string system) => Statistics.Median(
            results.Trials.Where(trial => trial.Agents == agents && trial.System == system).Select(value).OfType<double>());

        return new Row($"{name}, {agents:N0}", unit, Of("raw"), Of("etcd"), Of("here")) { HereTls = Of("mtls") };
    }
}
