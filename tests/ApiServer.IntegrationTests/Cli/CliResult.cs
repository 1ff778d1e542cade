namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>What a run of the command line gave.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    public IReadOnlyList<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override string ToString() => $"exit status {ExitCode}\n{Out}\n{Error}";
}
