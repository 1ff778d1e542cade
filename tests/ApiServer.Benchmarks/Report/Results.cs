using Tricorder.ApiServer.Benchmarks.Measures;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>Everything that one run measured, unrounded.</summary>
internal sealed record Results(
    Machine Machine, IReadOnlyList<Trial> Trials, IReadOnlyList<double> ColdStartSeconds, IReadOnlyList<double> AnswersPerSecond,
    IReadOnlyList<Workspace> Desks, IReadOnlyList<Cluster> Clusters, double? GrowthBytes, IReadOnlyList<WebPage> Pages,
    IReadOnlyList<CommandLine> Commands, IReadOnlyList<string> Notes)
{
    /// <summary>This build beside another one, where that was asked for.</summary>
    public IReadOnlyList<Comparison> Comparisons => Comparison.Of(Trials);
}
