using System.Globalization;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>Turns what clang and wasm-ld print into problems at places in the author's source.</summary>
internal static partial class ClangDiagnostics
{
    private const int MaxProblems = 100;

    /// <param name="text">The compiler's standard error, without carets.</param>
    /// <param name="fileName">The name under which it was given the source.</param>
    public static IReadOnlyList<WasmProblem> Parse(string text, string fileName)
    {
        var problems = new List<WasmProblem>();
        foreach (var line in text.Split('\n'))
        {
            if (problems.Count < MaxProblems && Read(line.TrimEnd('\r'), fileName) is { } problem)
            {
                problems.Add(problem);
            }
        }

        return problems;
    }

    private static WasmProblem? Read(string line, string fileName)
    {
        if (Located.Match(line) is { Success: true } located)
        {
            var severity = located.Groups["severity"].Value == "warning" ? FindingSeverity.Warning : FindingSeverity.Error;
            var code = severity == FindingSeverity.Warning ? WasmCodes.CompileWarning : WasmCodes.CompileError;
            var message = located.Groups["message"].Value;
            var file = Path.GetFileName(located.Groups["file"].Value);
            return file == fileName
                ? WasmProblem.InSource(severity, code, MessageText.Sentence(message), Number(located, "line"), Number(located, "column"))
                : WasmProblem.InSource(severity, code, MessageText.Sentence($"in {file}, line {Number(located, "line")}: {message}"), 0, 0);
        }

        // Without a place: the linker's, or the driver's own. That the linker failed follows what the linker said.
        return Unlocated.Match(line) is { Success: true } unlocated
            && !unlocated.Groups["message"].Value.StartsWith("linker command failed", StringComparison.Ordinal)
            ? WasmProblem.InSource(
                FindingSeverity.Error, WasmCodes.LinkError, MessageText.Sentence(Explain(unlocated.Groups["message"].Value)), 0, 0)
            : null;
    }

    private static string Explain(string message) => Undefined.Match(message) is { Success: true } undefined
        ? $"'{undefined.Groups["name"].Value}' is used but defined nowhere; define it, or include the header that does"
        : message;

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^(?<file>[^:]*):(?<line>[0-9]+):(?<column>[0-9]+): (fatal )?(?<severity>error|warning): (?<message>.*)$",
        RegexOptions.NonBacktracking)]
    private static partial Regex Located { get; }

    [GeneratedRegex(@"^[a-z0-9.-]+: (fatal )?error: (?<message>.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Unlocated { get; }

    [GeneratedRegex(@"^[^:]*: undefined symbol: (?<name>.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Undefined { get; }
}
