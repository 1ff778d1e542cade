using System.Diagnostics;
using System.Text;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>The command line on a terminal of its own, which the program `script` makes, so that it can ask.</summary>
internal sealed class CliTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();

    public CliTerminal(string directory, IReadOnlyDictionary<string, string?> environment, params IEnumerable<string> arguments)
    {
        Prerequisite();
        var command = string.Join(
            ' ', CliBinary.Command.Concat(arguments).Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("script", ["--quiet", "--return", "--command", command, "/dev/null"])
            {
                WorkingDirectory = directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        _process.StartInfo.Environment["TERM"] = "xterm";
        foreach (var (name, value) in environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.Start();
    }

    /// <summary>Everything that was on the screen, what was typed and shown included.</summary>
    public string Screen => _screen.ToString();

    /// <summary>Waits until it asks this.</summary>
    public async Task SeeAsync(string text)
    {
        using var timer = new CancellationTokenSource(Deadline);
        var buffer = new char[1024];
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, timer.Token);
            Assert.That(count, Is.Positive, () => $"'{text}' did not come; there was:\n{Screen}");
            _screen.Append(buffer, 0, count);
        }
    }

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> EndAsync()
    {
        _screen.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(Deadline));
        await _process.WaitForExitAsync().WaitAsync(Deadline);
        return _process.ExitCode;
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

    private static void Prerequisite()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(directory => File.Exists(Path.Combine(directory, "script"))))
        {
            return;
        }

        const string problem = "There is no program `script` here (apt-get install bsdutils).";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(problem);
        }

        Assert.Ignore(problem);
    }
}
