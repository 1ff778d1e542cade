namespace Tricorder.ApiServer.AgentSimulator.Wire;

/// <summary>Processes of a container, the same ones each time it is asked for.</summary>
internal static class ContainerProcessList
{
    private const int MaxProcesses = 4;
    private const int FirstPid = 1000;
    private const int PidSpace = 30000;

    public static IEnumerable<(int Pid, DateTimeOffset CreateTime)> Of(string containerId, DateTimeOffset now)
    {
        var sum = 0;
        foreach (var letter in containerId)
        {
            sum = unchecked(sum * 31 + letter) & int.MaxValue;
        }

        // Whole days, so that the same container has the same start for as long as anybody compares.
        var started = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero).AddSeconds(sum % 86_400);
        for (var i = 0; i <= sum % MaxProcesses; i++)
        {
            yield return (FirstPid + (sum + i) % PidSpace, started.AddMilliseconds(i * 40));
        }
    }
}
