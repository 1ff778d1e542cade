namespace Tricorder.ApiServer.Agents;

/// <summary>
/// Until when the answer to the update in flight may come. It is looked at for every session all the time, so it is one number and no lock.
/// </summary>
internal sealed class AnswerDeadline(TimeProvider clock)
{
    private const long None = 0;
    private const long NotSent = -1;

    private long _ticks;

    /// <summary>An update is about to be sent.</summary>
    public void Begin() => Volatile.Write(ref _ticks, NotSent);

    /// <summary>The transport has it: the time for the answer starts, unless the answer came meanwhile.</summary>
    public void Sent(TimeSpan timeout) => Interlocked.CompareExchange(ref _ticks, After(timeout), NotSent);

    /// <summary>The agent says that it is working on it.</summary>
    public void Extend(TimeSpan timeout) => Volatile.Write(ref _ticks, After(timeout));

    /// <summary>It was answered, or nothing is waited for any more.</summary>
    public void End() => Volatile.Write(ref _ticks, None);

    public bool IsOver(DateTimeOffset now) => Volatile.Read(ref _ticks) is > 0 and var ticks && now.UtcTicks >= ticks;

    private long After(TimeSpan timeout) => (clock.GetUtcNow() + timeout).UtcTicks;
}
