using Dapper;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>Rows of table <c>user_session</c>: sessions that have not ended.</summary>
internal sealed class SessionStore(IStoreDatabase database)
{
    private const string Columns = """
        id, hash, actor, role, token_id AS TokenId, address, user_agent AS UserAgent, create_time AS CreateTime, last_use_time AS LastUseTime,
        expire_time AS ExpireTime
        """;

    private const string AllSql = $"SELECT {Columns} FROM user_session";
    private const string FindSql = AllSql + " WHERE id = @id";
    private const string FindByHashSql = AllSql + " WHERE hash = @hash";
    private const string OfTokenSql = AllSql + " WHERE token_id = @tokenId ORDER BY id";
    private const string BeyondOfActorSql = AllSql + " WHERE actor = @actor ORDER BY last_use_time DESC, id DESC LIMIT -1 OFFSET @keep";
    private const string BeyondSql = AllSql + " ORDER BY last_use_time DESC, id DESC LIMIT -1 OFFSET @keep";

    private const string InsertSql = """
        INSERT INTO user_session (id, hash, actor, role, token_id, address, user_agent, create_time, last_use_time, expire_time)
        VALUES (@Id, @Lookup, @Actor, @Role, nullif(@TokenId, ''), @Address, @UserAgent, @created, @used, @expires)
        """;

    private const string UsedSql = "UPDATE user_session SET last_use_time = @time WHERE id = @id";
    private const string DeleteSql = "DELETE FROM user_session WHERE id = @id";

    private const string DeleteExpiredSql = $"""
        DELETE FROM user_session WHERE id IN (SELECT id FROM user_session WHERE expire_time <= @now ORDER BY expire_time LIMIT @limit)
        RETURNING {Columns}
        """;

    public IReadOnlyList<UserSession> LoadAll()
    {
        using var connection = database.OpenRead();
        return [.. connection.Query<Row>(AllSql).Select(row => row.ToSession())];
    }

    public static UserSession? Find(WriteUnit unit, string id) => Query(unit, FindSql, new { id }).SingleOrDefault();

    public static UserSession? FindByHash(WriteUnit unit, string hash) => Query(unit, FindByHashSql, new { hash }).SingleOrDefault();

    public static IReadOnlyList<UserSession> OfToken(WriteUnit unit, string tokenId) => Query(unit, OfTokenSql, new { tokenId });

    /// <summary>The sessions of somebody that were used longest ago, beyond the last <paramref name="keep"/>.</summary>
    public static IReadOnlyList<UserSession> Beyond(WriteUnit unit, string actor, int keep) =>
        Query(unit, BeyondOfActorSql, new { actor, keep });

    /// <summary>The sessions of anybody that were used longest ago, beyond the last <paramref name="keep"/>.</summary>
    public static IReadOnlyList<UserSession> Beyond(WriteUnit unit, int keep) => Query(unit, BeyondSql, new { keep });

    public static void Insert(WriteUnit unit, UserSession session) => unit.Connection.Execute(InsertSql, new
    {
        session.Id,
        session.Lookup,
        session.Actor,
        session.Role,
        session.TokenId,
        session.Address,
        session.UserAgent,
        created = StoredTime.Text(session.CreateTime),
        used = StoredTime.Text(session.LastUseTime ?? session.CreateTime),
        expires = StoredTime.Text(session.ExpireTime),
    });

    public static void Used(WriteUnit unit, string id, DateTimeOffset time) =>
        unit.Connection.Execute(UsedSql, new { id, time = StoredTime.Text(time) });

    public static void Delete(WriteUnit unit, string id) => unit.Connection.Execute(DeleteSql, new { id });

    /// <summary>Forgets those that have expired, at most <paramref name="limit"/>; returns them.</summary>
    public static IReadOnlyList<UserSession> DeleteExpired(WriteUnit unit, DateTimeOffset now, int limit) =>
        Query(unit, DeleteExpiredSql, new { now = StoredTime.Text(now), limit });

    private static IReadOnlyList<UserSession> Query(WriteUnit unit, string sql, object parameters) =>
        [.. unit.Connection.Query<Row>(sql, parameters).Select(row => row.ToSession())];

    private sealed record Row(
        string Id, string Hash, string Actor, long Role, string? TokenId, string Address, string UserAgent,
        string CreateTime, string LastUseTime, string ExpireTime)
    {
        public UserSession ToSession() => new()
        {
            Id = Id,
            Lookup = Hash,
            Actor = Actor,
            Role = (Role)Role,
            TokenId = TokenId ?? "",
            Address = Address,
            UserAgent = UserAgent,
            CreateTime = StoredTime.Parse(CreateTime),
            LastUseTime = StoredTime.Parse(LastUseTime),
            ExpireTime = StoredTime.Parse(ExpireTime),
        };
    }
}
