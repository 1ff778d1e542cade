using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>
/// What TimescaleDB has refused. It is asked again after an hour, or when its version changes: each try locks the table, and agents wait.
/// What failed because of what else went on, such as a lock that somebody held, is tried again after a minute.
/// </summary>
internal sealed class AdoptionRefusals(TimeProvider clock)
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeepPassingFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Noted> _all = [];

    /// <summary>What was refused a short while ago; empty: nothing.</summary>
    public string Find(string table, DatabaseFeatures features) =>
        _all.TryGetValue(table, out var noted) && noted.Version == features.Timescale
            && clock.GetElapsedTime(noted.At) < (noted.What.IsPassing ? KeepPassingFor : KeepFor)
            ? noted.What.Problem
            : "";

    /// <param name="table">The table.</param>
    /// <param name="features">Who has refused.</param>
    /// <param name="refusal">What; null: nothing.</param>
    public void Note(string table, DatabaseFeatures features, Refusal? refusal)
    {
        if (refusal is null)
        {
            _all.Remove(table);
        }
        else
        {
            _all[table] = new Noted(refusal, features.Timescale, clock.GetTimestamp());
        }
    }

    private sealed record Noted(Refusal What, string Version, long At);
}
