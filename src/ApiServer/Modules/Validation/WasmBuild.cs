using Tricorder.ApiServer.Wasm.Compile;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Gives a program that came as text its binary.</summary>
internal sealed class WasmBuild(WasmCompiler compiler)
{
    /// <param name="program">
    /// What the caller gave. With TEXT, a binary in it is what an older source was compiled to; it is dropped.
    /// </param>
    /// <param name="stored">
    /// The program it replaces: compiled from the same source, its binary is taken over, whatever compiler is here now.
    /// </param>
    /// <param name="findings">Hears what the compiler says.</param>
    /// <param name="cancellationToken">Ends the compiler too.</param>
    public async Task<WasmProgram> BuildAsync(
        WasmProgram program, WasmProgram? stored, FindingList findings, CancellationToken cancellationToken)
    {
        if (program.Format != ProgramFormat.Text)
        {
            return program;
        }

        if (stored is not null && SameSource(program, stored))
        {
            return program with { Binary = stored.Binary };
        }

        program = program with { Binary = default };
        if (!CanCompile(program))
        {
            // WasmRules says why.
            return program;
        }

        var result = program.Language == ProgramLanguage.C
            ? await compiler.CompileCAsync(program.Source, program.FunctionName, cancellationToken)
            : await compiler.ConvertWatAsync(program.Source, cancellationToken);
        findings.Add(result.Problems, ofText: true);
        return program with { Binary = result.Binary };
    }

    private static bool SameSource(WasmProgram a, WasmProgram b) =>
        a.Format == b.Format && a.Language == b.Language && a.FunctionName == b.FunctionName && a.Source == b.Source;

    private static bool CanCompile(WasmProgram program) =>
        program.Language is ProgramLanguage.C or ProgramLanguage.Wat
        && !string.IsNullOrWhiteSpace(program.Source)
        && new FindingList().CheckText("wasm.source", program.Source, ModuleLimits.SourceBytes)
        && (program.Language == ProgramLanguage.Wat || Patterns.CIdentifier.IsMatch(program.FunctionName));
}
