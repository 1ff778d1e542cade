using Grpc.Core;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>A line with the time for each change, and beside the output whether the server can be heard.</summary>
internal sealed class ChangeLines(Terminal terminal)
{
    private bool _isAway;

    public void Write(string name, string text, Tone tone)
    {
        terminal.WriteLine($"{DateTime.Now:HH:mm:ss}  {SafeText.OneLine(name)}  {SafeText.OneLine(text)}", tone.ToStyle());
    }

    /// <summary>What is said of a server that can not be heard.</summary>
    public static string Away(ApiError error) => $"The server is away ({SafeText.OneLine(error.Message).TrimEnd('.')}); trying again";

    /// <summary>
    /// Whether it is the end of a stream that matters to people. A server that was started anew can not go on from where its predecessor
    /// was; it is there, and tells everything again.
    /// </summary>
    public static bool IsAway(ApiError? error) => error is { Code: not StatusCode.OutOfRange };

    /// <summary>For <see cref="WatchOptions.OnState"/>.</summary>
    public void Stale(ApiError? error)
    {
        if (IsAway(error) != _isAway)
        {
            _isAway = !_isAway;
            terminal.Error.WriteLine(_isAway ? $"{Away(error!)}." : "The server is back.");
        }
    }
}
