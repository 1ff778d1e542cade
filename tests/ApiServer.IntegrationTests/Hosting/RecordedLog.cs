using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>Keeps what is logged at Warning and above, with its exception.</summary>
internal sealed class RecordedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception)> _entries = new();

    public IReadOnlyCollection<(LogLevel Level, string Text, Exception? Exception)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => new Writer(_entries);

    public void Dispose()
    {
    }

    private sealed class Writer(ConcurrentQueue<(LogLevel Level, string Text, Exception? Exception)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                entries.Enqueue((logLevel, formatter(state, exception), exception));
            }
        }
    }
}
