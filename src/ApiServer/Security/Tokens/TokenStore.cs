using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>Rows of table <c>api_token</c>, and of <c>token_node</c>: which nodes have joined with which token.</summary>
internal sealed class TokenStore(IStoreDatabase database)
{
    private const string AllSql = """
        SELECT id, name, role, lookup, hash, max_nodes, creator, create_time, expire_time, last_use_time, revoke_time FROM api_token
        """;

    private const string FindSql = AllSql + " WHERE id = @id";
    private const string NameTakenSql = "SELECT 1 FROM api_token WHERE name = @name AND revoke_time IS NULL";
    private const string JoinedSql = "SELECT token_id, count(*) FROM token_node GROUP BY token_id";
    private const string HasJoinedSql = "SELECT 1 FROM token_node WHERE token_id = @token AND node_name = @node";
    private const string CountJoinedSql = "SELECT count(*) FROM token_node WHERE token_id = @token";
    private const string JoinSql = "INSERT INTO token_node (token_id, node_name, join_time) VALUES (@token, @node, @time)";
    private const string ProofsSql = "SELECT id, proof FROM api_token WHERE proof IS NOT NULL";

    private const string InsertSql = """
        INSERT INTO api_token (id, name, role, lookup, hash, max_nodes, creator, create_time, expire_time, proof)
        VALUES (@id, @name, @role, @lookup, @hash, @max_nodes, @creator, @created, @expires, @proof)
        """;

    private const string RevokeSql = "UPDATE api_token SET revoke_time = @time WHERE id = @id AND revoke_time IS NULL";
    private const string ProofSql = "UPDATE api_token SET proof = @proof WHERE id = @id";
    private const string UsedSql = "UPDATE api_token SET last_use_time = @time WHERE id = @id";

    public async Task<IReadOnlyList<ApiToken>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    /// <summary>The encrypted proofs, by token.</summary>
    public async Task<IReadOnlyList<(string TokenId, byte[] Proof)>> LoadProofsAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(ProofsSql, row => (row.GetString(0), row.Bytes(1)), [], cancellationToken);

    public static ApiToken? Find(WriteUnit unit, string id) => unit.Query(FindSql, Read, ("@id", id)).SingleOrDefault();

    public static bool NameTaken(WriteUnit unit, string name) => unit.Query(NameTakenSql, _ => true, ("@name", name)).Count > 0;

    /// <summary>How many nodes have joined, by token; tokens without any are missing.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LoadJoinedAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(JoinedSql, row => (TokenId: row.GetString(0), Nodes: row.GetInt32(1)), [], cancellationToken))
        .ToDictionary(row => row.TokenId, row => row.Nodes);

    /// <summary>How many nodes have joined with this token.</summary>
    public static int CountJoined(WriteUnit unit, string id) =>
        unit.Query(CountJoinedSql, row => row.GetInt32(0), ("@token", id)).Single();

    public static bool HasJoined(WriteUnit unit, string id, string node) =>
        unit.Query(HasJoinedSql, _ => true, ("@token", id), ("@node", node)).Count > 0;

    public static void Join(WriteUnit unit, string id, string node, DateTimeOffset time) =>
        unit.Execute(JoinSql, ("@token", id), ("@node", node), ("@time", StoredTime.Text(time)));

    public static void Insert(WriteUnit unit, ApiToken token, byte[] proof) => unit.Execute(
        InsertSql,
        ("@id", token.Id),
        ("@name", token.Name),
        ("@role", (int)token.Role),
        ("@lookup", token.Lookup),
        ("@hash", token.Hash),
        ("@max_nodes", token.MaxNodes),
        ("@creator", token.Creator),
        ("@created", StoredTime.Text(token.CreateTime)),
        ("@expires", token.ExpireTime is { } time ? StoredTime.Text(time) : null),
        ("@proof", proof));

    public static void Revoke(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Execute(RevokeSql, ("@time", StoredTime.Text(time)), ("@id", id));

    public static void Used(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Execute(UsedSql, ("@time", StoredTime.Text(time)), ("@id", id));

    public static void SetProof(WriteUnit unit, string id, byte[] proof) => unit.Execute(ProofSql, ("@proof", proof), ("@id", id));

    private static ApiToken Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Role = (Role)row.GetInt32(2),
        Lookup = row.GetString(3),
        Hash = row.GetString(4),
        MaxNodes = row.GetInt32(5),
        Creator = row.GetString(6),
        CreateTime = row.Time(7),
        ExpireTime = row.TimeOrNull(8),
        LastUseTime = row.TimeOrNull(9),
        RevokeTime = row.TimeOrNull(10),
    };
}
