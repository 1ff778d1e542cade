using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>20,000 events of pods while PostgreSQL fails and the watch breaks: afterwards every row is as desired.</summary>
[NonParallelizable] // It starts and stops a PostgreSQL of its own, over and over.
public sealed class KubernetesChaosTests
{
    private const string Pods = "api/v1/pods";
    private const int Events = 20_000;
    private const int Names = 2_000;
    private const int Burst = 100;

    [Test]
    public async Task Pods_WhileAllFails_AllRowsAreRightInTheEnd()
    {
        using var postgres = PostgresCluster.Start();
        var url = await postgres.CreateDatabaseAsync();
        await using var kubernetes = await KubernetesApi.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            [$"--ObservabilityDb:ConnectionString={url}", .. kubernetes.ServerSettings]);
        using var stop = new CancellationTokenSource();
        var trouble = postgres.TroubleAsync(url, stop.Token);
        var dice = new Random(11);

        for (var done = 0; done < Events; done += Burst)
        {
            for (var index = 0; index < Burst; index++)
            {
                Happen(kubernetes.Objects, dice, done + index);
            }

            if (done % 2_500 == 0)
            {
                kubernetes.Objects.DropConnections();
            }

            if (done is 7_500 or 15_000)
            {
                kubernetes.Objects.Compact(); // Whoever is behind must list again.
            }

            await Task.Delay(100);
        }

        await stop.CancelAsync();
        await trouble;
        var wanted = kubernetes.Objects.VersionsOf(Pods);
        await Eventually.TrueAsync(
            async () => await RowsAsync(url) is { } rows && rows.Count == wanted.Count && !rows.Except(wanted).Any(),
            "all rows are right",
            TimeSpan.FromSeconds(90));
        Assert.That(
            await PostgresCluster.ScalarAsync<long>(
                url, "SELECT count(*) FROM pods WHERE data->'metadata'->>'resourceVersion' <> resource_version"),
            Is.Zero,
            "with their content");
    }

    private static void Happen(KubernetesObjects objects, Random dice, int number)
    {
        var index = dice.Next(Names);
        if (dice.Next(4) == 0)
        {
            objects.Delete(Pods, $"uid-{index}");
        }
        else
        {
            objects.Put(Pods, $"pod-{index}", $"uid-{index}", pod => pod["status"] = new JsonObject { ["number"] = number });
        }
    }

    private static async Task<Dictionary<string, string>> RowsAsync(string url)
    {
        var json = await PostgresCluster.ScalarAsync<string>(
            url, "SELECT coalesce(jsonb_object_agg(uid, resource_version), '{}')::text FROM pods");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(json!)!;
    }
}
