using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// Column <c>key_check</c> of table <c>store</c>: the store's own id, protected. Whoever can read it back has the right keys.
/// </summary>
internal sealed class KeyCheckStore(SqliteDatabase database, IDataProtectionProvider protection)
{
    private const string IdSql = "SELECT id FROM store";
    private const string CheckSql = "SELECT key_check FROM store";
    private const string PutSql = "UPDATE store SET key_check = @check";

    private readonly ValueProtector _protector = new(protection, "key-check");

    /// <summary>What is stored; empty when nothing is yet.</summary>
    public string Load() => Read(CheckSql);

    public bool IsReadable(string check) => _protector.Unprotect(check) == Read(IdSql);

    /// <summary>The same by the newest key.</summary>
    public string Make() => _protector.Protect(Read(IdSql));

    public void Put(WriteUnit unit, string check) => unit.Execute(PutSql, ("@check", check));

    private string Read(string sql)
    {
        using var connection = database.OpenRead();
        return TextQuery.Run(connection, sql)[0];
    }
}
