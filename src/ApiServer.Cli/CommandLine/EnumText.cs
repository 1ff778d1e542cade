using System.Text;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Values of enums as people type and read them: <c>InProgress</c> is <c>in-progress</c>.</summary>
internal static class EnumText
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
