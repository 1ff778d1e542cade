using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Tricorder.ApiServer.Benchmarks.Processes;

/// <summary>A process that this one started. It speaks in lines on standard output and is ended, by its id, when it is disposed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly ConcurrentDictionary<ChildProcess, bool> Running = new();

    private readonly Process _process;
    private readonly string _name;
    private readonly bool _endsWithInput;
    private readonly Channel<string[]> _lines = Channel.CreateUnbounded<string[]>();
    private readonly ConcurrentQueue<string> _errors = new();
    private volatile string? _failure;

    private ChildProcess(string name, Process process, bool endsWithInput)
    {
        _name = name;
        _endsWithInput = endsWithInput;
        _process = process;
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Complained(line.Data);
    }

    public int Id => _process.Id;

    public long ResidentBytes => Now().WorkingSet64;

    public TimeSpan CpuTime => Now().TotalProcessorTime;

    /// <summary>The newest lines of its standard error.</summary>
    public string Complaints => string.Join(" | ", _errors);

    /// <summary>One of our own ends with its input. Others are killed: what they hold is in a directory that is removed anyway.</summary>
    public static ChildProcess Start(
        string name,
        string file,
        IEnumerable<string> arguments,
        bool endsWithInput = false,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        var child = new ChildProcess(name, new Process { StartInfo = start }, endsWithInput);
        child._process.Start();
        Running[child] = true;
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>For exits that run no `finally`.</summary>
    public static void KillAll()
    {
        foreach (var child in Running.Keys)
        {
            child.Kill();
        }
    }

    public void Say(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for a line that begins with these words. Lines before it are dropped; one that reports a failure is thrown.</summary>
    public async Task<string[]> ExpectAsync(TimeSpan patience, CancellationToken token, params string[] words)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
        deadline.CancelAfter(patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
            {
                if (line.Take(words.Length).SequenceEqual(words))
                {
                    return line;
                }

                ThrowIfFailed();
            }

            throw new BenchmarkException($"{_name} ended while '{string.Join(' ', words)}' was expected of it. {Complaints}");
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new BenchmarkException(
                $"{_name} did not say '{string.Join(' ', words)}' within {patience.TotalSeconds:F0} s. {Complaints}");
        }
    }

    /// <summary>Throws what the process has reported to have gone wrong, if anything.</summary>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw new BenchmarkException($"{_name}: {failure}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_endsWithInput || !await EndsAsync())
        {
            Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        Running.TryRemove(this, out _);
        _process.Dispose();
    }

    private async Task<bool> EndsAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var grace = new CancellationTokenSource(Grace);
            await _process.WaitForExitAsync(grace.Token);
            return true;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    private Process Now()
    {
        _process.Refresh();
        return _process;
    }

    private void Heard(string? line)
    {
        if (line is null)
        {
            _lines.Writer.TryComplete();
        }
        else if (line.Length > 0)
        {
            if (line.StartsWith("failed ", StringComparison.Ordinal) || line.StartsWith("lost ", StringComparison.Ordinal))
            {
                _failure ??= line;
            }

            _lines.Writer.TryWrite(line.Split(' '));
        }
    }

    private void Complained(string? line)
    {
        const int kept = 10;
        if (!string.IsNullOrWhiteSpace(line))
        {
            _errors.Enqueue(line);
            while (_errors.Count > kept && _errors.TryDequeue(out _))
            {
                // Only the newest are of interest.
            }
        }
    }
}
