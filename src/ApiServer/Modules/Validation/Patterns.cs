using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>The forms that names take. Every quantifier is bounded: they see hostile input.</summary>
internal static partial class Patterns
{
    public const string ModuleNameText = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\A" + ModuleNameText + @"\z", Options)]
    public static partial Regex ModuleName { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?\z", Options)]
    public static partial Regex LabelKey { get; }

    [GeneratedRegex(@"\A([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?\z", Options)]
    public static partial Regex LabelValue { get; }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z", Options)]
    public static partial Regex CIdentifier { get; }

    /// <summary>A kernel symbol: an identifier, perhaps with a suffix of the compiler's such as <c>.isra.0</c>.</summary>
    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.$]{0,127}\z", Options)]
    public static partial Regex KernelSymbol { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,127}:[A-Za-z0-9_.-]{1,127}\z", Options)]
    public static partial Regex Tracepoint { get; }

    /// <summary>A symbol of user space: compilers put almost anything but white space into one.</summary>
    [GeneratedRegex(@"\A[^\s\p{C}]{1,255}\z", Options)]
    public static partial Regex UserSymbol { get; }

    [GeneratedRegex(@"\A[^\s\p{C}:]{1,127}:[^\s\p{C}:]{1,127}\z", Options)]
    public static partial Regex UserProbe { get; }

    [GeneratedRegex(@"\A[^\s\p{C}/:]{1,15}\z", Options)]
    public static partial Regex NetworkInterface { get; }

    /// <summary>A column name that means the same with and without quotes.</summary>
    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z", Options)]
    public static partial Regex PlainColumn { get; }
}
