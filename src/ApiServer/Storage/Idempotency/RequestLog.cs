using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Storage.Idempotency;

/// <summary>
/// Answers already given to changing calls, by request_id. A request may hold a password, so even its hash is kept encrypted.
/// </summary>
internal sealed class RequestLog(TimeProvider clock, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private const string FindSql =
        "SELECT hash, answer FROM request WHERE method = @method AND actor = @actor AND request_id = @id AND create_time > @since";
    private const string RememberSql = """
        INSERT INTO request (method, actor, request_id, hash, answer, create_time)
        VALUES (@method, @actor, @id, @hash, @answer, @now)
        ON CONFLICT (method, actor, request_id) DO UPDATE SET hash = excluded.hash, answer = excluded.answer, create_time = excluded.create_time
        """;

    private const string PruneSql = """
        DELETE FROM request WHERE (method, actor, request_id) IN
            (SELECT method, actor, request_id FROM request WHERE create_time <= @since ORDER BY create_time LIMIT @limit)
        """;

    private const string ProbeSql =
        "INSERT INTO request (method, actor, request_id, hash, answer, create_time) VALUES ('', '', '', @nothing, @nothing, '')";

    private const string UnprobeSql = "DELETE FROM request WHERE method = '' AND request_id = ''";

    private readonly ValueProtector _protector = new(protection, "request-hash");

    /// <summary>The answer given before, or null. The same id with another request is refused.</summary>
    public byte[]? Find(WriteUnit unit, RequestKey key)
    {
        var found = unit.Query(
            FindSql,
            row => (Hash: row.Bytes(0), Answer: row.Bytes(1)),
            ("@method", key.Method), ("@actor", key.Actor), ("@id", key.Id), ("@since", Horizon()));
        if (found is not [var (hash, answer)])
        {
            return null;
        }

        return IsOf(key, hash)
            ? answer
            : throw new InvalidArgumentException(
                "request_id", "was used before with another request; use a new id", "REQUEST_ID_REUSED");
    }

    public void Remember(WriteUnit unit, RequestKey key, byte[] answer) => unit.ExecuteLarge(
        RememberSql,
        ("@method", key.Method),
        ("@actor", key.Actor),
        ("@id", key.Id),
        ("@hash", _protector.Protect(key.Hash)),
        ("@answer", answer),
        ("@now", StoredTime.Text(clock.GetUtcNow())));

    /// <summary>Forgets the oldest answers older than a day, at most <paramref name="limit"/>; returns how many.</summary>
    public int Prune(WriteUnit unit, int limit) => unit.Execute(PruneSql, ("@since", Horizon()), ("@limit", limit));

    /// <summary>
    /// Finds out whether the store takes a change. Writing what is there already would not reach the disk, so a row comes and goes.
    /// </summary>
    public static void Probe(WriteUnit unit)
    {
        unit.Execute(ProbeSql, ("@nothing", Array.Empty<byte>()));
        unit.Execute(UnprobeSql);
    }

    /// <summary>Where the keys are other ones by now, nobody can tell; and doing it twice is worse than a new id.</summary>
    private bool IsOf(RequestKey key, byte[] stored) => _protector.Unprotect(stored) is { } hash && hash.AsSpan().SequenceEqual(key.Hash);

    private string Horizon() => StoredTime.Text(clock.GetUtcNow() - Retention);
}
