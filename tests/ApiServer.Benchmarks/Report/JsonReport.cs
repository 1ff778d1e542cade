using System.Text.Json;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>The report for programs: one file per run, and a copy under a name that stays.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string Write(string directory, Results results, IReadOnlyList<Row> rows)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, FormattableString.Invariant($"bench-{results.Machine.Time:yyyyMMdd'T'HHmmss'Z'}.json"));
        File.WriteAllText(file, JsonSerializer.Serialize(new { summary = rows, results }, Format) + "\n");
        File.Copy(file, Path.Combine(directory, "bench-latest.json"), overwrite: true);
        return file;
    }
}
