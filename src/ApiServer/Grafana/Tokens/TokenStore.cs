using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Rows of table <c>grafana_api</c>: our token, its secret encrypted.</summary>
internal sealed class TokenStore(IStoreDatabase database, IDataProtectionProvider protection)
{
    private const string IdentitySql = "SELECT name FROM grafana_identity";
    private const string AllSql =
        "SELECT id, name, api_key, grafana_id, account_id, create_time FROM grafana_api ORDER BY create_time DESC, id DESC";

    private const string PutSql = """
        INSERT INTO grafana_api (id, name, api_key, auth_value, grafana_id, account_id, create_time)
        VALUES (@id, @name, @api_key, @auth_value, @grafana_id, @account_id, @create_time)
        """;

    private const string DeleteOthersSql = "DELETE FROM grafana_api WHERE id <> @id";

    private readonly ValueProtector _protector = new(protection, "grafana-token");

    /// <summary>What this server calls itself in Grafana.</summary>
    public async Task<string> ReadIdentityAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(IdentitySql, row => row.GetString(0), [], cancellationToken)).Single();

    /// <summary>Newest first. A token whose secret can not be read any more, because the keys are gone, is left out.</summary>
    public async Task<IReadOnlyList<ManagedToken>> LoadAllAsync(CancellationToken cancellationToken) =>
        [
            .. (await database.ReadAsync(
                AllSql,
                row => _protector.Unprotect(row.GetString(2)) is { } key
                    ? new ManagedToken(row.GetString(0), row.GetString(1), key, row.GetInt64(3), row.GetInt64(4), row.Time(5))
                    : null,
                [],
                cancellationToken)).OfType<ManagedToken>(),
        ];

    /// <summary>This is our token from now on.</summary>
    public void Replace(WriteUnit unit, ManagedToken token)
    {
        unit.Execute(
            PutSql,
            ("@id", token.Id),
            ("@name", token.Name),
            ("@api_key", _protector.Protect(token.Key)),
            ("@auth_value", _protector.Protect(token.Authorization)),
            ("@grafana_id", token.GrafanaId),
            ("@account_id", token.AccountId),
            ("@create_time", StoredTime.Text(token.CreateTime)));
        unit.Execute(DeleteOthersSql, ("@id", token.Id));
    }
}
