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

    private string Id => _id ??= Read(IdSql);

    /// <summary>The key that a check was made by; empty when it is no check.</summary>
    public static Guid KeyOf(string check) =>
        Base64Url.IsValid(check) && Base64Url.DecodeFromChars(check) is { Length: >= IdAt + IdLength } bytes
            ? new Guid(bytes.AsSpan(IdAt, IdLength))
            : Guid.Empty;

    /// <summary>What is stored, the oldest first; none when nothing is yet.</summary>
    public IReadOnlyList<string> Load() => Read(ChecksSql).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool IsReadable(string check) => _protector.Unprotect(check) == Id;

    /// <summary>A check by the newest key.</summary>
    public string Make() => _protector.Protect(Id);

    public void Put(WriteUnit unit, IEnumerable<string> checks) => unit.Execute(PutSql, ("@checks", string.Join(' ', checks)));

    private string Read(string sql)
    {
        using var connection = database.OpenRead();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (string)command.ExecuteScalar()!;
    }
}
