using System.Globalization;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What is to be done so that a table is a whole hypertable, where TimescaleDB is there.</summary>
/// <param name="Adopt">Make it a hypertable.</param>
/// <param name="Compress">Switch compression on.</param>
/// <param name="Problem">Why nothing is done though it would be due; empty: nothing keeps it.</param>
internal sealed record HypertablePlan(bool Adopt, bool Compress, string Problem)
{
    /// <summary>Rows are moved into chunks while agents wait; 64 MB took 3 seconds where it was measured.</summary>
    public const long MaxBytesToMove = 64L << 20;

    private static readonly HypertablePlan Nothing = new(false, false, "");

    /// <param name="table">Its name.</param>
    /// <param name="look">What there is.</param>
    public static HypertablePlan For(string table, DatabaseReading look)
    {
        var features = look.Features;
        if (!features.HasTimescale)
        {
            return Nothing;
        }

        if (!look.Has(table))
        {
            return new HypertablePlan(true, features.TimescaleCommunity, "");
        }

        if (look.Hypertables is null || !look.Shapes.TryGetValue(table, out var shape))
        {
            return Nothing;
        }

        if (look.Hypertables.TryGetValue(table, out var hypertable))
        {
            return new HypertablePlan(false, features.TimescaleCommunity && !hypertable.Compresses, "");
        }

        // Somebody partitioned it, which is a choice.
        return shape.InParts ? Nothing
            : shape.Bytes <= MaxBytesToMove ? new HypertablePlan(true, features.TimescaleCommunity, "")
            : Nothing with { Problem = TooLarge(table, shape.Bytes) };
    }

    private static string TooLarge(string table, long bytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"It is no hypertable, and at {bytes >> 20} MB too large to become one while agents write; when they may wait, "
            + $"run SELECT create_hypertable('{table}', 'time', migrate_data => true).");
}
