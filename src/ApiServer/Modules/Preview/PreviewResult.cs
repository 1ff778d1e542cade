using System.Text.Json.Nodes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Modules.Preview;

/// <summary>What came of a preview.</summary>
/// <param name="Rows">The rows that would be inserted, by column.</param>
/// <param name="Runs">One for each event that was run, in order.</param>
/// <param name="Logs">What the function wrote to its standard output and error.</param>
/// <param name="Error">The first error, with the number of its event; empty when all went well.</param>
/// <param name="Generated">The events, when the caller gave none.</param>
/// <param name="Findings">Warnings and advice about the module's WASM and schema.</param>
internal sealed record PreviewResult(
    IReadOnlyList<JsonObject> Rows, IReadOnlyList<PreviewRun> Runs, string Logs, string Error,
    IReadOnlyList<ReadOnlyMemory<byte>> Generated, IReadOnlyList<Finding> Findings);

/// <summary>What came of one event.</summary>
/// <param name="Fuel">WASM instructions, about.</param>
/// <param name="Time">Time it took in the sandbox.</param>
/// <param name="Error">Why it gave no row; empty when it gave one.</param>
/// <param name="Output">The beginning of an output that gave no row.</param>
internal sealed record PreviewRun(long Fuel, TimeSpan Time, string Error, ReadOnlyMemory<byte> Output);
