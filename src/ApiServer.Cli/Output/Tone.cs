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
