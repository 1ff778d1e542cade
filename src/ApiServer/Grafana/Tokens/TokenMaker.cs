using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// Makes tokens of ours in Grafana and deletes them there, in the name of the configured user: those of a service account of ours, or API
/// keys where there are no such accounts. Nothing that does not bear our name is touched.
/// </summary>
internal sealed class TokenMaker(GrafanaClients clients, TokenStore store, IOptions<GrafanaOptions> options, TimeProvider clock)
{
    private const string Role = "Admin";

    // For ever, unless Grafana's api_key_max_seconds_to_live does not allow that. It does not say what it allows. One that has ended is replaced.
    private static readonly TimeSpan?[] Lifetimes =
        [null, TimeSpan.FromDays(90), TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(1)];

    private readonly FixedAuthority _operator = FixedAuthority.Of(options.Value);

    private string Prefix => $"apiserver-{store.ReadIdentity()}";

    public async Task<OwnToken> CreateAsync(CancellationToken cancellationToken)
    {
        var client = clients.As(_operator);
        var now = StoredTime.Now(clock);
        var name = $"{Prefix}-{Guid.NewGuid().ToString("N")[..8]}";
        if ((await client.FeaturesAsync(cancellationToken).ConfigureAwait(false)).HasServiceAccounts)
        {
            var account = await EnsureAccountAsync(client, cancellationToken).ConfigureAwait(false);
            var made = await CreateAsync(lifetime => client.ServiceAccounts.CreateTokenAsync(account, name, lifetime, cancellationToken)).ConfigureAwait(false);
            return new OwnToken(Guid.CreateVersion7(now).ToString(), name, made.Key, made.Id, account, now);
        }

        var key = await CreateAsync(lifetime => client.ApiKeys.CreateAsync(name, Role, lifetime, cancellationToken)).ConfigureAwait(false);
        return new OwnToken(Guid.CreateVersion7(now).ToString(), name, key.Key, key.Id, 0, now);
    }

    /// <summary>Deletes all tokens of ours but this one: the one before, and what a crash left behind.</summary>
    public async Task DeleteOthersAsync(OwnToken token, CancellationToken cancellationToken)
    {
        var client = clients.As(_operator);
        var all = token.AccountId > 0
            ? await client.ServiceAccounts.ListTokensAsync(token.AccountId, cancellationToken).ConfigureAwait(false)
            : await client.ApiKeys.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var other in all.Where(other => other.Name != token.Name && other.Name.StartsWith(Prefix + "-", StringComparison.Ordinal)))
        {
            await (token.AccountId > 0
                ? client.ServiceAccounts.DeleteTokenAsync(token.AccountId, other.Id, cancellationToken)
                : client.ApiKeys.DeleteAsync(other.Id, cancellationToken)).ConfigureAwait(false);
        }
    }

    public async Task DeleteAsync(OwnToken token, CancellationToken cancellationToken)
    {
        var client = clients.As(_operator);
        await (token.AccountId > 0
            ? client.ServiceAccounts.DeleteTokenAsync(token.AccountId, token.GrafanaId, cancellationToken)
            : client.ApiKeys.DeleteAsync(token.GrafanaId, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<NewGrafanaToken> CreateAsync(Func<TimeSpan?, Task<NewGrafanaToken>> create)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                return await create(Lifetimes[index]).ConfigureAwait(false);
            }
            catch (GrafanaException e) when (e.Failure == GrafanaFailure.Rejected && index < Lifetimes.Length - 1
                && e.Message.Contains("expiration", StringComparison.OrdinalIgnoreCase))
            {
                // A shorter life.
            }
        }
    }

    private async Task<long> EnsureAccountAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        if (await client.ServiceAccounts.FindAsync(Prefix, cancellationToken).ConfigureAwait(false) is not { } account)
        {
            return (await client.ServiceAccounts.CreateAsync(Prefix, Role, cancellationToken).ConfigureAwait(false)).Id;
        }

        if (account.Role != Role || account.IsDisabled)
        {
            await client.ServiceAccounts.RestoreAsync(account.Id, Role, cancellationToken).ConfigureAwait(false);
        }

        return account.Id;
    }
}
