namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>
/// Recognises misspelt words of C: two letters in the wrong order, or one too few or too many inside. Words that are made by another
/// letter, or by one at an end, may be names: the kernel has 'strict', 'ushort' and 'inlined'.
/// </summary>
internal static class CMisspelt
{
    // Shorter words are like many names when a letter is missing.
    private const int MinWithLetterMissing = 6;
    private const int MinWithLetterMore = 5;

    private static readonly string[] Words =
    [
        "typedef", "extern", "static", "inline", "register", "void", "char", "short", "int", "long", "float", "double", "signed",
        "unsigned", "struct", "union", "enum", "typeof", "sizeof", "else", "while", "switch", "case", "default", "return", "goto", "break",
        "continue", "const", "volatile",
    ];

    /// <summary>The word of C that a name probably should be; null when it is like none.</summary>
    public static string? WordFor(string name)
    {
        foreach (var word in Words)
        {
            if (Math.Abs(name.Length - word.Length) < 2 && IsLike(name, word))
            {
                return word;
            }
        }

        return null;
    }

    private static bool IsLike(string name, string word)
    {
        // `innt`, `charr`: no name has a letter twice where a word of C has it once.
        var same = name.AsSpan().CommonPrefixLength(word);
        var rest = name.AsSpan(same);
        var right = word.AsSpan(same);
        if (name.Length == word.Length)
        {
            return rest.Length > 1 && rest[0] == right[1] && rest[1] == right[0] && rest[2..].SequenceEqual(right[2..]);
        }

        if (name.Length > word.Length && same > 0 && rest[0] == name[same - 1] && rest[1..].SequenceEqual(right))
        {
            return true;
        }

        if (same == 0 || rest.Length == 0 || right.Length == 0)
        {
            return false;
        }

        return name.Length < word.Length
            ? word.Length >= MinWithLetterMissing && rest.SequenceEqual(right[1..])
            : word.Length >= MinWithLetterMore && rest[1..].SequenceEqual(right);
    }
}
