using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// What TimescaleDB has refused. It is asked again after an hour, or when its version changes: each try locks the table, and agents wait.
/// </summary>
internal sealed class AdoptionRefusals(TimeProvider clock)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Refusal> _all = [];

    /// <summary>What was refused a short while ago; empty: nothing.</summary>
    public string Find(string table, DatabaseFeatures features) =>
        _all.TryGetValue(table, out var refusal) && refusal.Version == features.Timescale && clock.GetElapsedTime(refusal.At) < KeepFor ? refusal.Problem : "";

    /// <param name="table">The table.</param>
    /// <param name="features">Who has refused.</param>
    /// <param name="problem">What; empty: nothing.</param>
    public void Note(string table, DatabaseFeatures features, string problem)
    {
        if (problem.Length == 0)
        {
            _all.Remove(table);
        }
        else
        {
            _all[table] = new Refusal(problem, features.Timescale, clock.GetTimestamp());
        }
    }

    private sealed record Refusal(string Problem, string Version, long At);
}
