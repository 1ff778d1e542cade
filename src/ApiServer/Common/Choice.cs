namespace Tricorder.ApiServer.Common;

/// <summary>How the values that a setting can have are listed.</summary>
internal static class Choice
{
    public static string Of<T>()
        where T : struct, Enum => Of(typeof(T));

    public static string Of(Type type)
    {
        var names = Enum.GetNames(type);
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }
}
