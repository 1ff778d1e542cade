using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>Making, using and losing tokens.</summary>
[TestFixture("7.5.17")]
[TestFixture("11.3.0")]
[TestFixture("13.0.1")]
public sealed class GrafanaTokenTests(string version) : GrafanaTest(version)
{
    [Test]
    public async Task Token_MadeByTheAdmin_WorksUntilItIsDeleted()
    {
        var (token, delete) = await CreateAsync("apiserver-1");
        var client = Host.As(FixedAuthority.Token(token.Key));
        await client.Folders.EnsureAsync("tricorder", "Tricorder", None);

        Assert.That(await delete(), Is.True);

        Assert.That(FailureOf(() => client.OrganizationAsync(None)).Failure, Is.EqualTo(GrafanaFailure.Unauthorized));
        Assert.That(await delete(), Is.False);
        Assert.That(token.ToString(), Does.Not.Contain(token.Key));
    }

    [Test]
    public async Task Tokens_OfUs_AreListedWithoutSecrets()
    {
        var (token, _) = await CreateAsync("apiserver-1");

        var listed = Profile.HasServiceAccounts
            ? await Client.ServiceAccounts.ListTokensAsync((await Client.ServiceAccounts.FindAsync("apiserver", None))!.Id, None)
            : await Client.ApiKeys.ListAsync(None);

        Assert.That(
            listed.Select(one => (one.Id, one.Name, one.Expiration)), Is.EqualTo([(token.Id, "apiserver-1", (DateTimeOffset?)null)]));
    }

    [Test]
    public async Task Token_OfANameThatIsTaken_IsNameExists()
    {
        await CreateAsync("apiserver-1");

        Assert.That(FailureOf(() => CreateAsync("apiserver-1")).Failure, Is.EqualTo(GrafanaFailure.NameExists));
    }

    [Test]
    public async Task Token_Expired_IsUnauthorized()
    {
        var (token, _) = await CreateAsync("apiserver-1", TimeSpan.FromHours(1));
        Assert.That(Grafana.State.Keys.Single().Expiration, Is.EqualTo(DateTimeOffset.UtcNow.AddHours(1)).Within(TimeSpan.FromMinutes(1)));
        Grafana.ExpireTokens();

        var failure = FailureOf(() => Host.As(FixedAuthority.Token(token.Key)).OrganizationAsync(None));

        Assert.That((failure.Failure, failure.Message), Is.EqualTo((GrafanaFailure.Unauthorized,
            "Grafana does not accept the credentials (401: Expired API key); check Grafana:User and its password, or Grafana:Token.")));
    }

    [TestCase("Viewer")]
    [TestCase("Editor")]
    public void Role_ThatIsNotEnough_IsForbidden(string role)
    {
        var failure = FailureOf(() => Host.As(FixedAuthority.Token(Grafana.AddToken(role))).Datasources.ListAsync(None));

        Assert.That(failure.Failure, Is.EqualTo(GrafanaFailure.Forbidden));
        Assert.That(failure.Message, Does.StartWith("Grafana does not allow this (403").And.Contain("role Admin"));
    }

    [Test]
    public void Password_Wrong_IsUnauthorizedAndNotTriedAgain()
    {
        var client = Host.As(FixedAuthority.Basic(GrafanaAccess.User, "wrong"));

        Assert.That(FailureOf(() => client.OrganizationAsync(None)).Failure, Is.EqualTo(GrafanaFailure.Unauthorized));

        Assert.That(Grafana.Calls, Has.Count.EqualTo(1));
        Assert.That(Grafana.Access.IsLockedOut, Is.False);
    }

    [Test]
    public async Task Authority_WhoseTokenWasRevoked_IsToldAndAskedForAnother()
    {
        var authority = new RenewingAuthority("revoked", Grafana.AddToken("Admin"));

        await Host.As(authority).OrganizationAsync(None);

        Assert.That(authority.Refused, Is.EqualTo(["Bearer revoked"]));
    }

    [Test]
    public void Authority_WhoseNewTokenIsRefusedToo_IsAskedNoFurther()
    {
        var authority = new RenewingAuthority("one", "two", "three");

        Assert.That(FailureOf(() => Host.As(authority).OrganizationAsync(None)).Failure, Is.EqualTo(GrafanaFailure.Unauthorized));

        Assert.That(authority.Refused, Is.EqualTo(["Bearer one"]));
        Assert.That(Grafana.Calls, Has.Count.EqualTo(2));
    }

    private async Task<(NewGrafanaToken Token, Func<Task<bool>> Delete)> CreateAsync(string name, TimeSpan? lifetime = null)
    {
        if (!(await Client.FeaturesAsync(None)).HasServiceAccounts)
        {
            var key = await Client.ApiKeys.CreateAsync(name, "Admin", lifetime, None);
            return (key, () => Client.ApiKeys.DeleteAsync(key.Id, None));
        }

        var account = await Client.ServiceAccounts.FindAsync("apiserver", None)
            ?? await Client.ServiceAccounts.CreateAsync("apiserver", "Admin", None);
        var token = await Client.ServiceAccounts.CreateTokenAsync(account.Id, name, lifetime, None);
        return (token, () => Client.ServiceAccounts.DeleteTokenAsync(account.Id, token.Id, None));
    }

    /// <summary>Has the next token when the one before is refused.</summary>
    private sealed class RenewingAuthority(params string[] tokens) : IGrafanaAuthority
    {
        public List<string> Refused { get; } = [];

        public ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult("Bearer " + tokens[Refused.Count]);

        public ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken)
        {
            Refused.Add(authorization);
            return ValueTask.FromResult(Refused.Count < tokens.Length);
        }
    }
}
