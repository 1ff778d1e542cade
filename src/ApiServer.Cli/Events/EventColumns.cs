using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Events;

/// <summary>Events as a table.</summary>
internal static class EventColumns
{
    private const string Succeeded = "SUCCEEDED";

    private static readonly Column<Event>[] Wide =
    [
        new("TIME", Time),
        new("KIND", one => one.Kind, Tone: OutcomeTone),
        new("OUTCOME", one => one.Outcome.ToLowerInvariant(), Tone: OutcomeTone),
        new("ACTOR", one => one.Actor),
        new("FROM", one => one.ClientAddress, IsWide: true),
        new("TARGET", one => one.Target, IsWide: true),
        new("MESSAGE", one => one.Message),
    ];

    public static IReadOnlyList<Column<Event>> Of(OutputFormat format) =>
        format == OutputFormat.Wide ? Wide : [.. Wide.Where(column => !column.IsWide)];

    private static string Time(Event one) => one.Time is { } time ? $"{time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z" : "";

    private static Tone OutcomeTone(Event one) => one.Outcome is Succeeded or "" ? Tone.Plain : Tone.Bad;
}
