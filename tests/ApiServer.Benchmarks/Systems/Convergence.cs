namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>How long it took, and how often an answer was refused and sent again.</summary>
internal sealed record Convergence(TimeSpan Time, int Retries);
