namespace Tricorder.ApiServer.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Title">In capitals, as in the heading.</param>
/// <param name="Text">What stands in it for an item.</param>
/// <param name="IsWide">Shown with -o wide only.</param>
/// <param name="Tone">Colour of the cell on a terminal; null: plain.</param>
internal sealed record Column<T>(string Title, Func<T, string> Text, bool IsWide = false, Func<T, Tone>? Tone = null);
