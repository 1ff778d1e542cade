using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// Column <c>key_check</c> of table <c>store</c>: the store's own id, protected by each key that was the newest at some time. Whoever can
/// read all of them back has the right keys.
/// </summary>
internal sealed class KeyCheckStore(IStoreDatabase database, IDataProtectionProvider protection)
{
    private const string IdSql = "SELECT id FROM store";
    private const string ChecksSql = "SELECT key_check FROM store";
    private const string PutSql = "UPDATE store SET key_check = @checks";

    // A protected value begins with a magic number of four bytes and the id of its key.
    private const int IdAt = 4;
    private const int IdLength = 16;

    private readonly ValueProtector _protector = new(protection, "key-check");
    private string? _id;

    /// <summary>The key that a check was made by; empty when it is no check.</summary>
    public static Guid KeyOf(string check) =>
        Base64Url.IsValid(check) && Base64Url.DecodeFromChars(check) is { Length: >= IdAt + IdLength } bytes
            ? new Guid(bytes.AsSpan(IdAt, IdLength))
            : Guid.Empty;

    /// <summary>What is stored, the oldest first; none when nothing is yet.</summary>
    public async Task<IReadOnlyList<string>> LoadAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(ChecksSql, cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public async Task<bool> IsReadableAsync(string check, CancellationToken cancellationToken) =>
        _protector.Unprotect(check) == await IdAsync(cancellationToken);

    /// <summary>A check by the newest key.</summary>
    public async Task<string> MakeAsync(CancellationToken cancellationToken) => _protector.Protect(await IdAsync(cancellationToken));

    public void Put(WriteUnit unit, IEnumerable<string> checks) => unit.Execute(PutSql, ("@checks", string.Join(' ', checks)));

    private async Task<string> IdAsync(CancellationToken cancellationToken) => _id ??= await ReadAsync(IdSql, cancellationToken);

    private async Task<string> ReadAsync(string sql, CancellationToken cancellationToken) =>
        (await database.ReadAsync(sql, row => row.GetString(0), [], cancellationToken)).Single();
}
