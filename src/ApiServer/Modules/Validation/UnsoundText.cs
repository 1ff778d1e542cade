namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Finds what UTF-8 can not carry (lone surrogates) and what PostgreSQL and C can not hold (NUL).</summary>
internal static class UnsoundText
{
    /// <summary>Index of the first unsound character, -1 when there is none.</summary>
    public static int Find(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (text[index] == '\0' || char.IsSurrogate(text[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>Line and column, from 1, of a character.</summary>
    public static (int Line, int Column) Place(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return (before.Count('\n') + 1, index - before.LastIndexOf('\n'));
    }
}
