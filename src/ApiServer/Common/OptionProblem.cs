namespace Tricorder.ApiServer.Common;

/// <summary>How every wrong setting is worded: the key, what is wrong with it, and an example that works.</summary>
internal static class OptionProblem
{
    public static string Describe(string key, string problem, string example) => $"{key} {problem}; for example --{key}={example}";
}
