namespace Tricorder.ApiServer.AgentSimulator.Scheduling;

/// <summary>Waits that double from <paramref name="first"/> to <paramref name="longest"/>, each drawn from its upper half.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Dice dice)
{
    private int _failures;

    public TimeSpan Next()
    {
        var doubled = first * Math.Pow(2, Math.Min(_failures++, 30));
        var limited = doubled < longest ? doubled : longest;
        return dice.Between(limited / 2, limited);
    }

    public void Reset() => _failures = 0;
}
