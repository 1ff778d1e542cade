using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>What a server process has printed, over all its restarts.</summary>
internal sealed partial class ServerLog
{
    private readonly ConcurrentQueue<string> _out = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly ConcurrentBag<Regex> _allowed = [];

    public IReadOnlyCollection<string> Out => _out;

    public IReadOnlyCollection<string> Error => _error;

    /// <summary>Lines at level Error or Critical, and unhandled exceptions, that no one has allowed.</summary>
    public IReadOnlyList<string> UnexpectedErrors =>
        [.. _error.Where(line => Failure().IsMatch(line) && !_allowed.Any(allowed => allowed.IsMatch(line)))];

    public void AddOut(string? line) => Add(_out, line);

    public void AddError(string? line) => Add(_error, line);

    /// <summary>Error lines that match are part of the test.</summary>
    public void Allow(string pattern) => _allowed.Add(new Regex(pattern));

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    [GeneratedRegex(@"^\S+Z (fail|crit): |^Unhandled exception")]
    private static partial Regex Failure();
}
