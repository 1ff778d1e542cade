using System.Globalization;

namespace Tricorder.ApiServer.Benchmarks.Report;

/// <summary>Two builds beside each other, on screen.</summary>
internal static class ComparisonPrinter
{
    public static void Print(IReadOnlyList<Comparison> comparisons, TextWriter screen)
    {
        screen.WriteLine();
        screen.WriteLine($"{"two builds in turns, medians",-44} {"against",10} {"here",10} {"ratio",8}  {"95 % interval",-17}");
        screen.WriteLine(new string('-', 101));
        foreach (var row in comparisons)
        {
            screen.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name + " (" + row.Unit + ")",-44} {row.Before,10:F2} {row.Now,10:F2} {row.Now / row.Before,8:F3}  "
                + $"{row.Low:F3} to {row.High:F3}  {(row.IsSlower ? "SLOWER" : "")}").TrimEnd());
        }
    }
}
