using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Rows of table <c>grafana_api</c>: our token, its secret encrypted.</summary>
internal sealed class TokenStore(IStoreDatabase database, IDataProtectionProvider protection)
{
    private const string IdentitySql = "SELECT name FROM grafana_identity";
    private const string AllSql = """
        SELECT id, name, api_key AS ApiKey, grafana_id AS GrafanaId, account_id AS AccountId, create_time AS CreateTime
        FROM grafana_api ORDER BY create_time DESC, id DESC
        """;

    private const string PutSql = """
        INSERT INTO grafana_api (id, name, api_key, auth_value, grafana_id, account_id, create_time)
        VALUES (@Id, @Name, @apiKey, @authValue, @GrafanaId, @AccountId, @createTime)
        """;

    private const string DeleteOthersSql = "DELETE FROM grafana_api WHERE id <> @id";

    private readonly ValueProtector _protector = new(protection, "grafana-token");

    /// <summary>What this server calls itself in Grafana.</summary>
    public string ReadIdentity()
    {
        using var connection = database.OpenRead();
        return connection.QuerySingle<string>(IdentitySql);
    }

    /// <summary>Newest first. A token whose secret can not be read any more, because the keys are gone, is left out.</summary>
    public IReadOnlyList<OwnToken> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(Read).OfType<OwnToken>()];
    }

    /// <summary>This is our token from now on.</summary>
    public void Replace(WriteUnit unit, OwnToken token)
    {
        unit.Connection.Execute(PutSql, new
        {
            token.Id,
            token.Name,
            apiKey = _protector.Protect(token.Key),
            authValue = _protector.Protect(token.Authorization),
            token.GrafanaId,
            token.AccountId,
            createTime = StoredTime.Text(token.CreateTime),
        });
        unit.Connection.Execute(DeleteOthersSql, new { id = token.Id });
    }

    private OwnToken? Read(Row row) => _protector.Unprotect(row.ApiKey) is { } key
        ? new OwnToken(row.Id, row.Name, key, row.GrafanaId, row.AccountId, StoredTime.Parse(row.CreateTime))
        : null;

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string ApiKey { get; init; } = "";

        public long GrafanaId { get; init; }

        public long AccountId { get; init; }

        public string CreateTime { get; init; } = "";
    }
}
