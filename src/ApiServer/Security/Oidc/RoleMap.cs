namespace Tricorder.ApiServer.Security.Oidc;

/// <summary>Which groups of the identity provider have which role here.</summary>
internal sealed class RoleMap
{
    private const string Everybody = "*";

    private readonly IReadOnlyList<(Role Role, HashSet<string> Groups)> _highestFirst;

    private RoleMap(IEnumerable<(Role Role, HashSet<string> Groups)> entries) =>
        _highestFirst = [.. entries.OrderByDescending(entry => entry.Role)];

    /// <summary>Null when the text has a part that makes no sense, which is then named.</summary>
    public static RoleMap? Parse(string text, out string wrong)
    {
        var entries = new List<(Role, HashSet<string>)>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || RoleOf(part[..equals].Trim()) is not { } role
                || part[(equals + 1)..].Split(',', StringSplitOptions.TrimEntries) is not { } groups
                || groups.Any(group => group.Length == 0))
            {
                wrong = part;
                return null;
            }

            entries.Add((role, new HashSet<string>(groups, StringComparer.Ordinal)));
        }

        wrong = "";
        return new RoleMap(entries);
    }

    /// <summary>The highest role of somebody in these groups; null = none.</summary>
    public Role? Of(IReadOnlyCollection<string> groups)
    {
        foreach (var (role, allowed) in _highestFirst)
        {
            if (allowed.Contains(Everybody) || groups.Any(allowed.Contains))
            {
                return role;
            }
        }

        return null;
    }

    private static Role? RoleOf(string name) => name switch
    {
        "viewer" => Role.Viewer,
        "author" => Role.Author,
        "deployer" => Role.Deployer,
        "admin" => Role.Admin,
        _ => null,
    };
}
