namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>What came of one event.</summary>
/// <param name="Output">The bytes of the output buffer.</param>
/// <param name="Fuel">WASM instructions, about.</param>
/// <param name="Time">From handing the event over to having the output.</param>
/// <param name="Error">Why there is no output; the events after it were not run. Empty when all went well.</param>
internal sealed record SandboxRun(ReadOnlyMemory<byte> Output, long Fuel, TimeSpan Time, string Error);
