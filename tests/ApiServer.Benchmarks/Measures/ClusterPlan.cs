using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>All that is measured of Kubernetes, against one PostgreSQL.</summary>
internal static class ClusterPlan
{
    public const int FirstVersion = 2_000;
    private const int Versions = 3;

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static async Task<(IReadOnlyList<Cluster> Rounds, double GrowthBytes)?> MeasureAsync(
        int rounds, TimeSpan pause, CancellationToken token)
    {
        using var postgres = BenchPostgres.TryStart();
        if (postgres is null)
        {
            return null;
        }

        await using var api = await PodApi.StartAsync(token);
        var changes = Enumerable.Range(FirstVersion, Versions).Select(PodApi.Changes).ToArray();
        await Cluster.MeasureAsync(postgres, api, changes, token); // The bench warms up too.
        var measured = new List<Cluster>();
        for (var round = 0; round < rounds; round++)
        {
            measured.Add(await Cluster.MeasureAsync(postgres, api, changes, token));
        }

        return (measured, await Cluster.MeasureGrowthAsync(postgres, api, changes, pause, token));
    }
}
