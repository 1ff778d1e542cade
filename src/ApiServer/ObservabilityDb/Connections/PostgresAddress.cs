using Npgsql;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>Reads the two forms in which people write where a PostgreSQL database is.</summary>
internal static class PostgresAddress
{
    private static readonly Dictionary<string, string> UrlParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>What is wrong; null when nothing is. Never repeats the text, which has a password in it.</summary>
    public static string? Problem(string text)
    {
        try
        {
            return string.IsNullOrEmpty(Parse(text).Host) ? "names no host" : Unusable(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or UriFormatException)
        {
            return "is not an address of a PostgreSQL database" + (e is KeyNotFoundException ? $": {e.Message}" : "");
        }
    }

    /// <summary>
    /// What only Npgsql finds, from options that do not go together; its messages name options and have no values of secrets.
    /// </summary>
    private static string? Unusable(string text)
    {
        try
        {
            new ConnectionPool(text).Dispose();
            return null;
        }
        catch (Exception e)
        {
            return $"cannot be used: {Redaction.Of(e.Message.Split('\n')[0].Trim())}";
        }
    }

    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!text.StartsWith("postgres://", StringComparison.Ordinal) && !text.StartsWith("postgresql://", StringComparison.Ordinal))
        {
            return new NpgsqlConnectionStringBuilder(text);
        }

        var url = new Uri(text);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
        };
        var user = url.UserInfo.Split(':', 2);
        builder.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null;
        builder.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null;
        builder.Database = url.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(url.AbsolutePath[1..]) : null;
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Uri.UnescapeDataString(parts[0]);
            if (!UrlParameters.TryGetValue(name, out var key))
            {
                throw new KeyNotFoundException($"its parameter '{Short(name)}' is not one of {string.Join(", ", UrlParameters.Keys)}");
            }

            builder[key] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]).Replace("-", "", StringComparison.Ordinal) : "";
        }

        return builder;
    }

    private static string Short(string name) => name.Length > 40 ? name[..40] : name;
}
