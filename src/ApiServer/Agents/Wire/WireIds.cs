namespace Tricorder.ApiServer.Agents.Wire;

/// <summary>
/// Ids as agents write them. A UUID has several spellings, and each would be an agent or a module of its own: inside of the server there
/// is one, lower-case with hyphens.
/// </summary>
internal static class WireIds
{
    public const string Rule = "must be a UUID such as 0198c0de-0000-7000-8000-00000000f00d";

    /// <summary>Takes upper-case letters too; not braces, blanks or a UUID without hyphens.</summary>
    public static bool TryRead(string text, out string id)
    {
        var isUuid = Guid.TryParseExact(text, "D", out _) && text.Length == 36;
        id = isUuid ? Canonical(text) : "";
        return isUuid;
    }

    /// <summary>The spelling that the server uses, of an id that it compares with its own: what is none of them is found nowhere.</summary>
    public static string Canonical(string id) => id.AsSpan().ContainsAnyInRange('A', 'F') ? id.ToLowerInvariant() : id;
}
