using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>
/// Section <c>Logging</c>, which the logging library reads by itself: it passes over keys that it does not know, and a level that it does
/// not know is an exception somewhere in its depth.
/// </summary>
internal static class LogLevels
{
    private const string Section = "Logging:";
    private const string Prefix = "Logging:LogLevel:";

    /// <summary>Whether a key belongs to the section, right or wrong.</summary>
    public static bool Owns(string key) => (key + ":").StartsWith(Section, StringComparison.OrdinalIgnoreCase);

    /// <summary>Categories are free: they are names of types, also of libraries.</summary>
    public static bool Knows(string key) =>
        key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && key.Length > Prefix.Length && !key[Prefix.Length..].Contains(':');

    /// <summary>Refuses all that is no level.</summary>
    public static void Check(IConfiguration configuration)
    {
        var problems = configuration.GetSection(Prefix.TrimEnd(':')).GetChildren()
            .Where(category => !Enum.GetNames<LogLevel>().Contains(category.Value, StringComparer.OrdinalIgnoreCase))
            .Select(category => OptionProblem.Describe(
                category.Path, $"is '{category.Value}', but must be {Choice.Of<LogLevel>()}", nameof(LogLevel.Information)))
            .ToList();
        if (problems.Count > 0)
        {
            throw new StartupException(string.Join("; also: ", problems));
        }
    }
}
