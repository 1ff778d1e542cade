using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>A run of the command line that is under way.</summary>
internal sealed class CliRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly List<string> _out = [];
    private readonly Task<string> _error;
    private readonly Task _reading;

    public CliRun(string directory, IReadOnlyDictionary<string, string?> environment, string input, params IEnumerable<string> arguments)
    {
        _process = new Process
        {
            // What runs in the background of a shell ignores Ctrl-C, and so does what it starts; at a prompt nothing does.
            StartInfo = new ProcessStartInfo("env", ["--default-signal=INT", .. CliBinary.Command, .. arguments])
            {
                WorkingDirectory = directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.Start();
        _error = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
        _process.StandardInput.Write(input);
        _process.StandardInput.Close();
    }

    /// <summary>The next line of its output that holds the text.</summary>
    public async Task<string> LineAsync(string text)
    {
        using var timer = new CancellationTokenSource(Deadline);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(timer.Token);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            throw new AssertionException($"No line with '{text}' came; there were:\n{string.Join('\n', _out)}");
        }
    }

    public async Task<CliResult> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        await _reading;
        return new CliResult(_process.ExitCode, string.Concat(_out.Select(line => $"{line}\n")), await _error);
    }

    /// <summary>What Ctrl-C does.</summary>
    public async Task<CliResult> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _out.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}
