using System.Globalization;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>The report on screen.</summary>
internal static class TablePrinter
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static void Print(Results results, IReadOnlyList<Row> rows, TextWriter screen)
    {
        var machine = results.Machine;
        screen.WriteLine();
        screen.WriteLine(FormattableString.Invariant(
            $"{machine.System}, {machine.Processors} processors, {machine.Runtime}, load average {machine.LoadAverage:F2} at the start"));
        screen.WriteLine();
        Line(screen, "24 KB of WASM, median of all rounds", "raw", "etcd", "here", "with mTLS", "here/raw", "here/etcd", "budget", "");
        screen.WriteLine(new string('-', 137));
        foreach (var row in rows.Where(row => row is not { Raw: null, Etcd: null, Here: null, HereTls: null }))
        {
            var name = row.Unit.Length == 0 ? row.Name : $"{row.Name} ({row.Unit})";
            Line(
                screen, name, Value(row.Raw), Value(row.Etcd), Value(row.Here), Value(row.HereTls), Ratio(row.ToRaw), Ratio(row.ToEtcd),
                Budget(row), Verdict(row));
        }

        screen.WriteLine();
        foreach (var note in results.Notes)
        {
            screen.WriteLine(note);
        }
    }

    private static void Line(
        TextWriter screen, string name, string raw, string etcd, string here, string tls, string toRaw, string toEtcd, string budget,
        string verdict) =>
        screen.WriteLine($"{name,-44} {raw,10} {etcd,10} {here,10} {tls,10} {toRaw,10} {toEtcd,10}  {budget,-20} {verdict}".TrimEnd());

    private static string Value(double? value) => value switch
    {
        null => "-",
        >= 1000 => value.Value.ToString("N0", Culture),
        >= 10 => value.Value.ToString("F1", Culture),
        _ => value.Value.ToString("F2", Culture),
    };

    private static string Ratio(double? ratio) => ratio is { } value && double.IsFinite(value) ? value.ToString("F2", Culture) + " x" : "-";

    private static string Budget(Row row)
    {
        var parts = new List<string>();
        if (row.Budget is { } budget)
        {
            parts.Add((row.AtLeast ? ">= " : "<= ") + budget.ToString("N0", Culture));
        }

        if (row.RawBudget is { } raw)
        {
            parts.Add(string.Create(Culture, $"<= {raw:0.0} raw"));
        }

        if (row.EtcdBudget is { } etcd)
        {
            parts.Add(string.Create(Culture, $"<= {etcd:0.0} etcd"));
        }

        return string.Join(", ", parts);
    }

    private static string Verdict(Row row) => row.Ok switch
    {
        null => "",
        true => "OK",
        false => "OVER",
    };
}
