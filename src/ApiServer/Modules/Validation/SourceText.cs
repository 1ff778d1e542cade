namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Looks up identifiers in an author's source, to tell a typing mistake before it reaches a kernel.</summary>
internal static class SourceText
{
    /// <summary>Only a warning: macros may build the name. An empty source says nothing.</summary>
    public static void WarnIfAbsent(string field, string identifier, string source, FindingList findings)
    {
        if (source.Length > 0 && !Mentions(source, identifier))
        {
            findings.Warning(field, FindingCodes.NotInSource,
                $"{FindingList.Quote(identifier)} does not occur in ebpf.source; check its spelling");
        }
    }

    private static bool Mentions(ReadOnlySpan<char> source, string identifier)
    {
        for (var rest = source; ;)
        {
            var at = rest.IndexOf(identifier, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            var end = at + identifier.Length;
            if ((at == 0 || !IsPartOfName(rest[at - 1])) && (end == rest.Length || !IsPartOfName(rest[end])))
            {
                return true;
            }

            // What follows an occurrence inside a longer name is still in that name, so nothing is lost by cutting here.
            rest = rest[end..];
        }
    }

    private static bool IsPartOfName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
