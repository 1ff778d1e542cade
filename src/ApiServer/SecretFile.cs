namespace Tricorder.ApiServer;

/// <summary>A secret is given in its key, or in a file that the key with <c>File</c> at its end names.</summary>
internal static class SecretFile
{
    /// <summary>The secret as it is now. Editors end files with a new line, which is not part of it.</summary>
    public static string Read(string value, string file) => file.Length > 0 ? File.ReadAllText(file).Trim() : value;

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

        var problem = value.Length > 0 ? $"says the same thing as {key}; give one of them" : File.Exists(file) ? null : $"is '{file}', which is not there";
        return problem is null ? null : OptionProblem.Describe($"{section}:{key}File", problem, example);
    }
}
