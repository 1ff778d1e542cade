namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>What came of one event.</summary>
/// <param name="Fuel">WASM instructions, about.</param>
/// <param name="Time">Time it took in the sandbox.</param>
/// <param name="Error">Why it gave no row; empty when it gave one.</param>
/// <param name="Output">The beginning of an output that gave no row.</param>
internal sealed record PreviewRun(long Fuel, TimeSpan Time, string Error, ReadOnlyMemory<byte> Output);
