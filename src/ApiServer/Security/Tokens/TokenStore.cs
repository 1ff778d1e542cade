using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Rows of table <c>api_token</c>.</summary>
internal sealed class TokenStore(IStoreDatabase database)
{
    private const string AllSql = """
        SELECT id, name, role, lookup, hash, max_nodes AS MaxNodes, creator, create_time AS CreateTime, expire_time AS ExpireTime,
               last_use_time AS LastUseTime, revoke_time AS RevokeTime
        FROM api_token
        """;

    private const string FindSql = AllSql + " WHERE id = @id";
    private const string NameTakenSql = "SELECT EXISTS (SELECT 1 FROM api_token WHERE name = @name AND revoke_time IS NULL)";
    private const string JoinedSql = "SELECT token_id AS TokenId, count(*) AS Nodes FROM token_node GROUP BY token_id";

    private const string ProofsSql = "SELECT id, proof FROM api_token WHERE proof IS NOT NULL";

    private const string InsertSql = """
        INSERT INTO api_token (id, name, role, lookup, hash, max_nodes, creator, create_time, expire_time, proof)
        VALUES (@Id, @Name, @Role, @Lookup, @Hash, @MaxNodes, @Creator, @created, @expires, @proof)
        """;

    private const string RevokeSql = "UPDATE api_token SET revoke_time = @time WHERE id = @id AND revoke_time IS NULL";
    private const string ProofSql = "UPDATE api_token SET proof = @proof WHERE id = @id";
    private const string UsedSql = "UPDATE api_token SET last_use_time = @time WHERE id = @id";

    public IReadOnlyList<ApiToken> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToToken())];
    }

    /// <summary>The encrypted proofs, by token.</summary>
    public IReadOnlyList<(string TokenId, byte[] Proof)> LoadProofs()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<(string, byte[])>(ProofsSql)];
    }

    public static ApiToken? Find(WriteUnit unit, string id) => unit.Connection.QuerySingleOrDefault<Row>(FindSql, new { id })?.ToToken();

    public static bool NameTaken(WriteUnit unit, string name) => unit.Connection.ExecuteScalar<bool>(NameTakenSql, new { name });

    /// <summary>How many nodes have joined, by token; tokens without any are missing.</summary>
    public IReadOnlyDictionary<string, int> JoinedNodes()
    {
        using var connection = database.OpenRead();
        return connection.Query<(string TokenId, int Nodes)>(JoinedSql).ToDictionary(row => row.TokenId, row => row.Nodes);
    }

    public static void Insert(WriteUnit unit, ApiToken token, byte[] proof) => unit.Connection.Execute(InsertSql, new
    {
        token.Id,
        token.Name,
        token.Role,
        token.Lookup,
        token.Hash,
        token.MaxNodes,
        token.Creator,
        created = StoredTime.Text(token.CreateTime),
        expires = token.ExpireTime is { } time ? StoredTime.Text(time) : null,
        proof,
    });

    public static void Revoke(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Connection.Execute(RevokeSql, new { id, time = StoredTime.Text(time) });

    public static void Used(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Connection.Execute(UsedSql, new { id, time = StoredTime.Text(time) });

    public static void SetProof(WriteUnit unit, string id, byte[] proof) => unit.Connection.Execute(ProofSql, new { id, proof });

    private sealed record Row(
        string Id, string Name, long Role, string Lookup, string Hash, long MaxNodes, string Creator,
        string CreateTime, string? ExpireTime, string? LastUseTime, string? RevokeTime)
    {
        public ApiToken ToToken() => new()
        {
            Id = Id,
            Name = Name,
            Role = (Role)Role,
            Lookup = Lookup,
            Hash = Hash,
            MaxNodes = (int)MaxNodes,
            Creator = Creator,
            CreateTime = StoredTime.Parse(CreateTime),
            ExpireTime = Time(ExpireTime),
            LastUseTime = Time(LastUseTime),
            RevokeTime = Time(RevokeTime),
        };

        private static DateTimeOffset? Time(string? text) => text is null ? null : StoredTime.Parse(text);
    }
}
