using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// A stop, a failure or a death at each step of making, replacing and rotating a token ends in one that works, and in no other of ours.
/// </summary>
[TestFixture("7.5.17")]
[TestFixture("13.0.1")]
public sealed class TokenFaultTests(string version)
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public enum Way
    {
        /// <summary>There is none yet.</summary>
        First,

        /// <summary>Grafana does not take the one there is.</summary>
        Refused,

        /// <summary>Somebody asks for a new one.</summary>
        Rotate,
    }

    [Test]
    public async Task Step_ThatGoesWrong_EndsInATokenThatWorks(
        [Values] Way way, [Values(0, 1, 2, 3, 4, 5)] int step, [Values] TokenFault fault, [Values] bool restarts)
    {
        if (fault == TokenFault.Die && !restarts)
        {
            Assert.Pass("Who is dead does not go on.");
        }

        await using var bed = await TokenFixture.StartAsync(version);
        await PrepareAsync(bed, way);
        using var stop = new CancellationTokenSource();
        var steps = new FaultySteps((TokenStep)step, fault, stop);
        var host = bed.Host(steps);
        try
        {
            await FailAsync(host, way, steps, stop.Token);
            if (restarts)
            {
                await host.DisposeAsync();
                host = bed.Host();
            }

            var waited = await bed.WorksAsync(host, Within);
            await host.Tokens.TidyAsync(CancellationToken.None);

            var stored = await host.StoredNameAsync();
            Assert.That(bed.Keys().Select(key => key.Name), Is.EqualTo([stored]), "the one that is stored, and no other");
            Assert.That(waited, Is.LessThanOrEqualTo(Within));
            Assert.That(bed.Grafana.Access.IsLockedOut, Is.False);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static async Task PrepareAsync(TokenFixture bed, Way way)
    {
        if (way == Way.First)
        {
            return;
        }

        await using var before = bed.Host();
        await before.Client.OrganizationAsync(CancellationToken.None);
        if (way == Way.Refused)
        {
            bed.Grafana.RevokeTokens();
        }
    }

    private static async Task FailAsync(TokenHost host, Way way, FaultySteps steps, CancellationToken stop)
    {
        var run = way == Way.Rotate ? host.RotateAsync(stop) : host.Client.OrganizationAsync(stop);
        await steps.Reached.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        await Task.WhenAny(run, steps.Died);
        await (run.IsCompleted ? run.ContinueWith(_ => { }, TaskScheduler.Default) : Task.CompletedTask);
    }
}
