using System.Collections.Frozen;

namespace Tricorder.ApiServer.Modules;

/// <summary>Column names that a module can not declare: the server adds its own columns to each table, and so does PostgreSQL.</summary>
internal static class ServerColumns
{
    public const string Time = "time";

    /// <summary>Names that begin with this are the server's, those of later versions included.</summary>
    public const string Prefix = "_tricorder";

    /// <summary>PostgreSQL's system columns can not be declared, not even quoted.</summary>
    private static readonly FrozenSet<string> SystemColumns =
        new[] { "ctid", "cmin", "cmax", "xmin", "xmax", "tableoid" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the server owns the name. Case is ignored: whoever queries without quotes could not tell the two apart.</summary>
    public static bool IsOwned(string name) =>
        name.Equals(Time, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static bool IsSystemColumn(string name) => SystemColumns.Contains(name);
}
