using Spectre.Console;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>A line with the time for each change, and beside the output whether the server can be heard.</summary>
internal sealed class ChangeLines(Terminal terminal)
{
    private bool _isAway;

    public void Write(string name, string text, Tone tone)
    {
        var line = $"{DateTime.Now:HH:mm:ss}  {SafeText.OneLine(name)}  {SafeText.OneLine(text)}";
        if (terminal.IsInteractive)
        {
            terminal.Write(new Text($"{line}\n", tone.ToStyle()));
        }
        else
        {
            terminal.Out.WriteLine(line);
            terminal.Out.Flush();
        }
    }

    /// <summary>For <see cref="WatchOptions.OnState"/>.</summary>
    public void Stale(ApiError? error)
    {
        if (error is null == _isAway)
        {
            _isAway = error is not null;
            terminal.Error.WriteLine(error is null ? "The server is back." : $"The server is away ({SafeText.OneLine(error.Message).TrimEnd('.')}); trying again.");
        }
    }
}
