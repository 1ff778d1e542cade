using System.Data.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>Rows of table <c>user_session</c>: sessions that have not ended.</summary>
internal sealed class SessionStore(IStoreDatabase database)
{
    private const string Columns =
        "id, hash, actor, role, token_id, address, user_agent, create_time, last_use_time, expire_time";

    private const string AllSql = $"SELECT {Columns} FROM user_session";
    private const string FindSql = AllSql + " WHERE id = @id";
    private const string FindByHashSql = AllSql + " WHERE hash = @hash";
    private const string OfTokenSql = AllSql + " WHERE token_id = @tokenId ORDER BY id";

    // SQLite takes no OFFSET without a LIMIT.
    private const string BeyondOfActorSql = AllSql + " WHERE actor = @actor ORDER BY last_use_time DESC, id DESC LIMIT @all OFFSET @keep";
    private const string BeyondSql = AllSql + " ORDER BY last_use_time DESC, id DESC LIMIT @all OFFSET @keep";

    private const string InsertSql = """
        INSERT INTO user_session (id, hash, actor, role, token_id, address, user_agent, create_time, last_use_time, expire_time)
        VALUES (@id, @hash, @actor, @role, @token_id, @address, @user_agent, @created, @used, @expires)
        """;

    private const string UsedSql = "UPDATE user_session SET last_use_time = @time WHERE id = @id";
    private const string DeleteSql = "DELETE FROM user_session WHERE id = @id";

    private const string DeleteExpiredSql = $"""
        DELETE FROM user_session WHERE id IN (SELECT id FROM user_session WHERE expire_time <= @now ORDER BY expire_time LIMIT @limit)
        RETURNING {Columns}
        """;

    public async Task<IReadOnlyList<UserSession>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(AllSql, Read, [], cancellationToken);

    public static UserSession? Find(WriteUnit unit, string id) => unit.Query(FindSql, Read, ("@id", id)).SingleOrDefault();

    public static UserSession? FindByHash(WriteUnit unit, string hash) =>
        unit.Query(FindByHashSql, Read, ("@hash", hash)).SingleOrDefault();

    public static IReadOnlyList<UserSession> OfToken(WriteUnit unit, string tokenId) =>
        unit.Query(OfTokenSql, Read, ("@tokenId", tokenId));

    /// <summary>The sessions of somebody that were used longest ago, beyond the last <paramref name="keep"/>.</summary>
    public static IReadOnlyList<UserSession> Beyond(WriteUnit unit, string actor, int keep) =>
        unit.Query(BeyondOfActorSql, Read, ("@actor", actor), ("@all", long.MaxValue), ("@keep", keep));

    /// <summary>The sessions of anybody that were used longest ago, beyond the last <paramref name="keep"/>.</summary>
    public static IReadOnlyList<UserSession> Beyond(WriteUnit unit, int keep) =>
        unit.Query(BeyondSql, Read, ("@all", long.MaxValue), ("@keep", keep));

    public static void Insert(WriteUnit unit, UserSession session) => unit.Execute(
        InsertSql,
        ("@id", session.Id),
        ("@hash", session.Lookup),
        ("@actor", session.Actor),
        ("@role", (int)session.Role),
        ("@token_id", session.TokenId.Length > 0 ? session.TokenId : null),
        ("@address", session.Address),
        ("@user_agent", session.UserAgent),
        ("@created", StoredTime.Text(session.CreateTime)),
        ("@used", StoredTime.Text(session.LastUseTime ?? session.CreateTime)),
        ("@expires", StoredTime.Text(session.ExpireTime)));

    public static void Used(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Execute(UsedSql, ("@time", StoredTime.Text(time)), ("@id", id));

    public static void Delete(WriteUnit unit, string id) => unit.Execute(DeleteSql, ("@id", id));

    /// <summary>Forgets those that have expired, at most <paramref name="limit"/>; returns them.</summary>
    public static IReadOnlyList<UserSession> DeleteExpired(WriteUnit unit, DateTimeOffset now, int limit) =>
        unit.Query(DeleteExpiredSql, Read, ("@now", StoredTime.Text(now)), ("@limit", limit));

    private static UserSession Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Lookup = row.GetString(1),
        Actor = row.GetString(2),
        Role = (Role)row.GetInt32(3),
        TokenId = row.TextOrNull(4) ?? "",
        Address = row.GetString(5),
        UserAgent = row.GetString(6),
        CreateTime = row.Time(7),
        LastUseTime = row.Time(8),
        ExpireTime = row.Time(9),
    };
}
