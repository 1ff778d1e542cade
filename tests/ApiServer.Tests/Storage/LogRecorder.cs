using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Keeps what is logged, so that a test can ask for it, and fails one that logs an error nobody expected.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _entries = new();

    private readonly ConcurrentQueue<Exception> _exceptions = new();

    public IReadOnlyCollection<(LogLevel Level, string Message)> Entries => _entries;

    /// <summary>What was logged with a stack trace.</summary>
    public IReadOnlyCollection<Exception> Exceptions => _exceptions;

    public bool ErrorsExpected { get; set; }

    public ILogger<T> For<T>() => new Logger<T>(this);

    public ILogger CreateLogger(string categoryName) => new Recorder(_entries, _exceptions);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void VerifyNoErrors()
    {
        if (!ErrorsExpected)
        {
            Assert.That(_entries.Where(entry => entry.Level >= LogLevel.Error), Is.Empty, "nothing may be logged as an error here");
        }
    }

    public void Dispose()
    {
    }

    private sealed class Recorder(ConcurrentQueue<(LogLevel Level, string Message)> entries, ConcurrentQueue<Exception> exceptions)
        : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            entries.Enqueue((logLevel, formatter(state, exception) + (exception is null ? "" : $": {exception.Message}")));
            if (exception is not null)
            {
                exceptions.Enqueue(exception);
            }
        }
    }
}
