using System.Diagnostics;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// How long <c>/healthz</c> takes, and how much of that is this machine's doing: an idle server in a process of its own is asked at the
/// same time. What both have to wait for (an attacker that takes all processors, a pause of this process) is not the fault of the one.
/// </summary>
internal sealed class HealthProbe(string server, string idle) : IDisposable
{
    // Answers that were given at almost the same time.
    private static readonly TimeSpan Beside = TimeSpan.FromMilliseconds(20);

    private readonly AskingThread _asked = new(server);
    private readonly AskingThread _idle = new(idle);

    /// <summary>How many answers came so far, of the one that has given less.</summary>
    public int Asked => Math.Min(_asked.Count, _idle.Count);

    /// <summary>Stops asking.</summary>
    public HealthLatencies Stop()
    {
        var (asked, idle) = (_asked.Stop(), _idle.Stop());
        return new HealthLatencies(
            [.. asked.Select(answer => answer.Took).Order()],
            [.. idle.Select(answer => answer.Took).Order()],
            [.. asked.Select(answer => answer.Took - Max(idle, answer)).Order()]);
    }

    public void Dispose()
    {
        _asked.Dispose();
        _idle.Dispose();
    }

    private static TimeSpan Max(IReadOnlyList<Answer> idle, Answer answer) => idle
        .Where(each =>
            Stopwatch.GetElapsedTime(each.Start, answer.End) > -Beside && Stopwatch.GetElapsedTime(answer.Start, each.End) > -Beside)
        .Select(each => each.Took).DefaultIfEmpty(TimeSpan.Zero).Max();
}
