using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Service accounts, in versions that have them.</summary>
[TestFixture("11.3.0")]
[TestFixture("13.0.1")]
public sealed class GrafanaServiceAccountTests(string version) : GrafanaTest(version)
{
    [Test]
    public async Task Account_ThatIsThere_IsFoundByItsWholeNameOnly()
    {
        await Client.ServiceAccounts.CreateAsync("apiserver-other", "Viewer", None);
        Assert.That(await Client.ServiceAccounts.FindAsync("apiserver", None), Is.Null);
        var created = await Client.ServiceAccounts.CreateAsync("apiserver", "Admin", None);

        Assert.That(await Client.ServiceAccounts.FindAsync("apiserver", None), Is.EqualTo(created));
    }

    [Test]
    public async Task Account_OfANameThatIsTaken_IsNameExists()
    {
        var created = await Client.ServiceAccounts.CreateAsync("apiserver", "Admin", None);

        Assert.That(
            FailureOf(() => Client.ServiceAccounts.CreateAsync("apiserver", "Admin", None)).Failure, Is.EqualTo(GrafanaFailure.NameExists));
        Assert.That(await Client.ServiceAccounts.DeleteAsync(created.Id, None), Is.True);
        Assert.That(await Client.ServiceAccounts.DeleteAsync(created.Id, None), Is.False);
    }

    [Test]
    public async Task Account_DisabledAndDemoted_CanBeRestored()
    {
        var account = await Client.ServiceAccounts.CreateAsync("apiserver", "Admin", None);
        var token = await Client.ServiceAccounts.CreateTokenAsync(account.Id, "apiserver-1", null, None);
        var client = Host.As(FixedAuthority.Token(token.Key));
        (Grafana.State.Accounts.Single().IsDisabled, Grafana.State.Accounts.Single().Role) = (true, "Viewer");
        Assert.That(FailureOf(() => client.OrganizationAsync(None)).Failure, Is.EqualTo(GrafanaFailure.Unauthorized));

        await Client.ServiceAccounts.RestoreAsync(account.Id, "Admin", None);

        Assert.That(await client.Datasources.ListAsync(None), Is.Empty);
    }

    [Test]
    public void ApiKey_WhereThereAreServiceAccounts_CannotBeMade()
    {
        var failure = FailureOf(() => Client.ApiKeys.CreateAsync("key", "Admin", null, None));

        Assert.That(failure.Failure, Is.EqualTo(Profile.HasApiKeys ? GrafanaFailure.Rejected : GrafanaFailure.NotFound));
    }
}
