using System.Text;
using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Collects what validation finds, and knows the checks that every text goes through.</summary>
internal sealed class FindingList
{
    private const int MaxQuote = 80;

    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public void Error(string field, string code, string message) => Add(FindingSeverity.Error, field, code, message);

    public void Warning(string field, string code, string message) => Add(FindingSeverity.Warning, field, code, message);

    public void Info(string field, string code, string message) => Add(FindingSeverity.Info, field, code, message);

    /// <summary>What the Wasm room says, at the field of a module that it is about.</summary>
    /// <param name="problems">What it says.</param>
    /// <param name="ofText">Whether the binary was made of the source here, so that the source is what its author must change.</param>
    public void Add(IEnumerable<WasmProblem> problems, bool ofText)
    {
        foreach (var problem in problems)
        {
            var field = problem.Part switch
            {
                WasmPart.FunctionName => "wasm.function_name",
                WasmPart.Source => "wasm.source",
                _ when ofText => "wasm.source",
                _ => "wasm.binary",
            };
            _findings.Add(new Finding(problem.Severity, field, problem.Code, problem.Message, problem.Line, problem.Column));
        }
    }

    public void Add(IEnumerable<EbpfProblem> problems) => _findings.AddRange(problems.Select(problem => new Finding(
        problem.Severity, problem.Field.Length > 0 ? problem.Field : "ebpf.source", problem.Code, problem.Message, problem.Line,
        problem.Column)));

    /// <summary>
    /// Text that can be stored, sent and shown: not too long, well-formed and without NUL. Returns whether it is, so that finer checks
    /// run on sound text only.
    /// </summary>
    public bool CheckText(string field, string text, int maxBytes)
    {
        if (text.Length > maxBytes || Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            Error(field, FindingCodes.TooLarge, $"must be at most {Size(maxBytes)} in UTF-8");
            return false;
        }

        var bad = UnsoundText.Find(text);
        if (bad < 0)
        {
            return true;
        }

        var (line, column) = UnsoundText.Place(text, bad);
        var what = text[bad] == '\0' ? "a NUL character" : "half of a surrogate pair, which is not valid Unicode";
        _findings.Add(new Finding(
            FindingSeverity.Error, field, FindingCodes.Malformed, $"contains {what} in line {line}; remove it", line, column));
        return false;
    }

    /// <summary>A user's text for use in a message: short, in quotes, on one line.</summary>
    public static string Quote(string text)
    {
        var cut = text.Length > MaxQuote ? string.Concat(text.AsSpan(0, MaxQuote), "...") : text;
        return "'" + string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) + "'";
    }

    public static string Size(int bytes) => (bytes % (1024 * 1024), bytes % 1024) switch
    {
        (0, _) => $"{bytes / (1024 * 1024)} MiB",
        (_, 0) => $"{bytes / 1024} KiB",
        _ => $"{bytes} bytes",
    };

    private void Add(FindingSeverity severity, string field, string code, string message) =>
        _findings.Add(new Finding(severity, field, code, message));
}
