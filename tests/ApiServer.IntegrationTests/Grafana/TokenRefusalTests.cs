using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>What a 401 is about decides what is done: the token is replaced at once, the password is not tried over and over.</summary>
[TestFixture("7.5.17")]
[TestFixture("13.0.1")]
public sealed class TokenRefusalTests(string version)
{
    private TokenFixture _fixture = null!;

    [SetUp]
    public async Task StartAsync() => _fixture = await TokenFixture.StartAsync(version);

    [TearDown]
    public async Task StopAsync() => await _fixture.DisposeAsync();

    [Test]
    public async Task Token_RefusedRightAfterARestart_IsReplacedAtOnce()
    {
        await using (var before = _fixture.Host())
        {
            await before.Client.OrganizationAsync(CancellationToken.None);
        }

        _fixture.Grafana.RevokeTokens();
        await using var host = _fixture.Host();

        await host.Client.OrganizationAsync(CancellationToken.None);

        Assert.That(_fixture.Keys().Select(key => key.Name), Is.EqualTo([await host.StoredNameAsync()]));
    }

    [Test]
    public async Task Token_ThatNeverHolds_IsReplacedWithGrowingPauses()
    {
        await using var host = _fixture.Host();
        var made = 0;
        for (var second = 0; second < 600; second++)
        {
            var before = _fixture.Keys().Select(key => key.Name).ToHashSet();
            await TryAsync(host);
            made += _fixture.Keys().Count(key => !before.Contains(key.Name));
            _fixture.Grafana.RevokeTokens();
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(made, Is.InRange(5, 12));
        Assert.That(await _fixture.WorksAsync(host, TimeSpan.FromMinutes(6)), Is.LessThan(TimeSpan.FromMinutes(6)));
    }

    [Test]
    public async Task Answer_LostEachTime_LeavesOneTokenAndNoMore()
    {
        var tokens = _fixture.Grafana.Profile.HasServiceAccounts ? "/api/serviceaccounts" : "/api/auth/keys";
        await using var host = _fixture.Host();
        await host.Client.OrganizationAsync(CancellationToken.None);
        var first = await host.StoredNameAsync();
        _fixture.Grafana.Faults.Add(tokens, GrafanaFaultKinds.LosesAnswer(), method: "POST");

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.CatchAsync(() => host.RotateAsync(CancellationToken.None));
            Assert.That(_fixture.Keys(), Has.Count.LessThanOrEqualTo(2), "the one in use, and the last that got lost");
        }

        _fixture.Grafana.Faults.Clear();
        await host.Tokens.TidyAsync(CancellationToken.None);
        Assert.That(_fixture.Keys().Select(key => key.Name), Is.EqualTo([first]));
    }

    [Test]
    public async Task Store_ThatTakesNothing_LeavesNoTokens()
    {
        await using var host = _fixture.Host();
        await host.ExecuteAsync("CREATE TRIGGER full BEFORE INSERT ON grafana_api BEGIN SELECT RAISE(ABORT, 'no room'); END");
        for (var second = 0; second < 60; second++)
        {
            await TryAsync(host);
            Assert.That(_fixture.Keys(), Is.Empty);
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await host.ExecuteAsync("DROP TRIGGER full");

        Assert.That(await _fixture.WorksAsync(host, TimeSpan.FromMinutes(2)), Is.LessThan(TimeSpan.FromMinutes(2)));
        Assert.That(_fixture.Grafana.Writes(), Is.LessThan(30), "it was not tried each second");
    }

    [Test]
    public async Task Password_Wrong_IsSaidAndNeverLocksTheUserOut_AndTheRightOneCountsAtOnce()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "wrong");
        await using var host = _fixture.Host(null, "--Grafana:Password=", $"--Grafana:PasswordFile={file}");
        for (var second = 0; second < 300; second++)
        {
            var failure = Assert.ThrowsAsync<GrafanaException>(async () => await host.Client.OrganizationAsync(CancellationToken.None))!;
            Assert.That(
                (failure.Failure, failure.Message.Contains("Grafana:User and its password", StringComparison.Ordinal)),
                Is.EqualTo((GrafanaFailure.Unauthorized, true)));
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(_fixture.Grafana.Access.IsLockedOut, Is.False);
        await File.WriteAllTextAsync(file, _fixture.Grafana.Access.Password);

        await host.Client.OrganizationAsync(CancellationToken.None);
        File.Delete(file);
    }

    [Test]
    public async Task Request_RefusedThoughTheTokenIsGood_DoesNotCostTheToken()
    {
        await using var host = _fixture.Host();
        await host.Client.OrganizationAsync(CancellationToken.None);
        var name = await host.StoredNameAsync();
        _fixture.Clock.Advance(TimeSpan.FromHours(1));
        _fixture.Grafana.Faults.Add("/api/datasources", GrafanaFaultKinds.Status(401, "The datasource wants a password"));

        var failure = Assert.ThrowsAsync<GrafanaException>(async () => await host.Client.Datasources.ListAsync(CancellationToken.None))!;

        Assert.That((failure.Failure, await host.StoredNameAsync()), Is.EqualTo((GrafanaFailure.Unauthorized, name)));
    }

    private static async Task TryAsync(TokenHost host)
    {
        try
        {
            await host.Client.OrganizationAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is GrafanaException or Microsoft.Data.Sqlite.SqliteException or ApiServer.Errors.DomainException)
        {
            // Not now.
        }
    }
}
