using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>
/// The login that Grafana reads the observability database with, where the configuration names none: made by the server, a member of
/// <c>tricorder_reader</c> and nothing more. PostgreSQL is told a verifier of its password, never the password.
/// </summary>
internal static class ReaderLogin
{
    private const int Iterations = 4096;
    private const string IsThereSql = """
        SELECT EXISTS (
            SELECT 1 FROM pg_roles r JOIN pg_auth_members m ON m.member = r.oid JOIN pg_roles g ON g.oid = m.roleid
            WHERE r.rolname = @name AND r.rolcanlogin AND g.rolname = @reader)
        """;

    private const string HasRoleSql = "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = @name)";

    public static string NewPassword() =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32);

    public static Task<bool> IsThereAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(IsThereSql, new { name, reader = DatabaseFeatures.ReaderRole }, cancellationToken: cancellationToken));

    /// <summary>Creates it, or gives it this password.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string name, string password, CancellationToken cancellationToken)
    {
        var (role, verifier) = (SqlIdentifier.Quote(name), Verifier(password));
        var isThere = await connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(HasRoleSql, new { name }, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"{(isThere ? "ALTER" : "CREATE")} ROLE {role} LOGIN PASSWORD '{verifier}'; GRANT {DatabaseFeatures.ReaderRole} TO {role}",
            cancellationToken: cancellationToken));
    }

    /// <summary>By RFC 5803, as PostgreSQL keeps it: base64 and digits, which need no quoting.</summary>
    private static string Verifier(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var client = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}"
            + $"${Convert.ToBase64String(client)}:{Convert.ToBase64String(server)}";
    }
}
