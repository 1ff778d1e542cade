using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>
/// Makes tokens of ours in Grafana and deletes them there: those of a service account of ours, or API keys where there are no such
/// accounts. Nothing that does not bear our name is touched.
/// </summary>
internal sealed class TokenMaker(GrafanaClients clients, OperatorLogin login, TokenStore store, ITokenSteps steps, TimeProvider clock)
{
    private const string Role = "Admin";

    // For ever, unless Grafana's api_key_max_seconds_to_live does not allow that.
    // It does not say what it allows. One that has ended is replaced.
    private static readonly TimeSpan?[] Lifetimes =
        [null, TimeSpan.FromDays(90), TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(1)];

    /// <summary>
    /// Makes one in the name of the configured user. All of ours but the one in use are deleted first: an answer that got lost left one
    /// there, and one that gets lost each time must not leave ever more.
    /// </summary>
    public async Task<ManagedToken> CreateAsync(ManagedToken? inUse, CancellationToken cancellationToken)
    {
        var client = clients.As(login);
        var now = StoredTime.Now(clock);
        var name = $"{await PrefixAsync(cancellationToken)}-{Guid.NewGuid().ToString("N")[..8]}";
        var account = (await client.FeaturesAsync(cancellationToken)).HasServiceAccounts
            ? await EnsureAccountAsync(client, cancellationToken)
            : 0;
        await DeleteOthersAsync(client, account, inUse?.Name, cancellationToken);
        await steps.ReachedAsync(TokenStep.Asking);
        var made = await CreateAsync(lifetime => account > 0
            ? client.ServiceAccounts.CreateTokenAsync(account, name, lifetime, cancellationToken)
            : client.ApiKeys.CreateAsync(name, Role, lifetime, cancellationToken));
        await steps.ReachedAsync(TokenStep.Answered);
        return new ManagedToken(Guid.CreateVersion7(now).ToString(), name, made.Key, made.Id, account, now);
    }

    /// <summary>Deletes, in this token's own name, all tokens of ours but it: the one before, and what a stop left behind.</summary>
    public async Task DeleteOthersAsync(ManagedToken token, ManagedToken? before, CancellationToken cancellationToken)
    {
        var client = clients.As(FixedAuthority.Token(token.Key));
        await DeleteOthersAsync(client, token.AccountId, token.Name, cancellationToken);
        if (before is not null && before.AccountId != token.AccountId)
        {
            await DeleteAsync(client, before, cancellationToken);
        }
    }

    /// <summary>Deletes one that does not become ours.</summary>
    public Task DeleteAsync(ManagedToken token, CancellationToken cancellationToken) =>
        DeleteAsync(clients.As(login), token, cancellationToken);

    private static Task<bool> DeleteAsync(GrafanaClient client, ManagedToken token, CancellationToken cancellationToken) =>
        token.AccountId > 0
            ? client.ServiceAccounts.DeleteTokenAsync(token.AccountId, token.GrafanaId, cancellationToken)
            : client.ApiKeys.DeleteAsync(token.GrafanaId, cancellationToken);

    private async Task DeleteOthersAsync(GrafanaClient client, long account, string? kept, CancellationToken cancellationToken)
    {
        var all = account > 0
            ? await client.ServiceAccounts.ListTokensAsync(account, cancellationToken)
            : await client.ApiKeys.ListAsync(cancellationToken);
        var prefix = await PrefixAsync(cancellationToken) + "-";
        foreach (var other in all.Where(other => other.Name != kept && other.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await (account > 0
                ? client.ServiceAccounts.DeleteTokenAsync(account, other.Id, cancellationToken)
                : client.ApiKeys.DeleteAsync(other.Id, cancellationToken));
        }
    }

    private static async Task<NewGrafanaToken> CreateAsync(Func<TimeSpan?, Task<NewGrafanaToken>> create)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                return await create(Lifetimes[index]);
            }
            catch (GrafanaException e) when (e.Failure == GrafanaFailure.Rejected && index < Lifetimes.Length - 1
                && e.Message.Contains("expiration", StringComparison.OrdinalIgnoreCase))
            {
                // A shorter life.
            }
        }
    }

    private async Task<string> PrefixAsync(CancellationToken cancellationToken) =>
        $"apiserver-{await store.ReadIdentityAsync(cancellationToken)}";

    private async Task<long> EnsureAccountAsync(GrafanaClient client, CancellationToken cancellationToken)
    {
        var name = await PrefixAsync(cancellationToken);
        if (await client.ServiceAccounts.FindAsync(name, cancellationToken) is not { } account)
        {
            return (await client.ServiceAccounts.CreateAsync(name, Role, cancellationToken)).Id;
        }

        if (account.Role != Role || account.IsDisabled)
        {
            await client.ServiceAccounts.RestoreAsync(account.Id, Role, cancellationToken);
        }

        return account.Id;
    }
}
