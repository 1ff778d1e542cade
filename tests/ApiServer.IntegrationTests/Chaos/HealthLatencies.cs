namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>What a <see cref="HealthProbe"/> has seen, each in order of size.</summary>
/// <param name="Server">How long answers took.</param>
/// <param name="Idle">How long those of the idle server took.</param>
/// <param name="Excess">How much longer each of the server's took than the longest of the idle one at the same time.</param>
internal sealed record HealthLatencies(IReadOnlyList<TimeSpan> Server, IReadOnlyList<TimeSpan> Idle, IReadOnlyList<TimeSpan> Excess)
{
    public override string ToString() =>
        $"p50 {Server[Server.Count / 2].TotalMilliseconds:0} ms, max {Server[^1].TotalMilliseconds:0} ms, "
        + $"idle max {Idle[^1].TotalMilliseconds:0} ms, excess max {Excess[^1].TotalMilliseconds:0} ms of {Server.Count}";
}
