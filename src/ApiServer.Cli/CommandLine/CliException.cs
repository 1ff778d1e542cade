namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Why a command can not go on, for people; ends it with an exit status.</summary>
internal sealed class CliException(int exitCode, string message, params IReadOnlyList<string> details) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>One line each: every field that is wrong, or what to do.</summary>
    public IReadOnlyList<string> Details { get; } = details;
}
