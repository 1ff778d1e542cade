using System.Collections.Concurrent;

namespace Tricorder.ApiServer.Common;

/// <summary>
/// A secret is given in its key, or in a file that the key with <c>File</c> at its end names. The file is read each time: secrets that are
/// mounted change while the server runs, and a file system's notifications miss how Kubernetes swaps their links.
/// </summary>
internal static class SecretFile
{
    // By the file, whoever reads it.
    private static readonly ConcurrentDictionary<string, string> LastGood = new();

    /// <summary>
    /// The secret as it is now. While its file cannot be read, or is empty because somebody is writing it, it is as it was before. Editors
    /// end files with a new line, which is not part of it.
    /// </summary>
    public static string Read(string value, string file)
    {
        if (file.Length == 0)
        {
            return value;
        }

        try
        {
            var text = File.ReadAllText(file).Trim();
            return text.Length > 0 ? LastGood[file] = text : LastGood.GetValueOrDefault(file, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && LastGood.ContainsKey(file))
        {
            return LastGood[file];
        }
    }

    /// <summary>Why the file has no secret now; null when it has one.</summary>
    public static string? Trouble(string file)
    {
        try
        {
            return !File.Exists(file) ? "is not there" : File.ReadAllText(file).Trim().Length == 0 ? "is empty" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"can not be read: {e.Message}";
        }
    }

    /// <summary>What is wrong with the two keys, as <see cref="OptionProblem"/> words it; null when nothing is.</summary>
    /// <param name="section">Where the keys are.</param>
    /// <param name="key">The one that has the secret itself.</param>
    /// <param name="value">What it says.</param>
    /// <param name="file">What the key of the file says.</param>
    /// <param name="example">A file that could be meant.</param>
    public static string? Problem(string section, string key, string value, string file, string example)
    {
        if (file.Length == 0)
        {
            return null;
        }

        var problem = value.Length > 0 ? $"says the same thing as {key}; give one of them"
            : Trouble(file) is { } trouble ? $"is '{file}', which {trouble}" : null;
        return problem is null ? null : OptionProblem.Describe($"{section}:{key}File", problem, example);
    }
}
