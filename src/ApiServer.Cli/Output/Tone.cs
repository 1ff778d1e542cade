using Spectre.Console;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>What a cell's colour says.</summary>
internal enum Tone
{
    Plain,
    Good,
    Busy,
    Bad,
    Faint,
}

/// <summary>Tones as colours.</summary>
internal static class Tones
{
    public static Style ToStyle(this Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Busy => new Style(Color.Yellow),
        Tone.Bad => new Style(Color.Red),
        Tone.Faint => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
