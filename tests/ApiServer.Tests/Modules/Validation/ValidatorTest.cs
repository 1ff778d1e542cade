using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Tests.Wasm;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

/// <summary>One validator for all tests of a fixture, and the short form in which they look at findings.</summary>
internal abstract class ValidatorTest
{
    private WasmInspector _inspector = null!;
    private ModuleValidator _validator = null!;

    [OneTimeSetUp]
    public void CreateValidator()
    {
        _inspector = new WasmInspector();
        _validator = new ModuleValidator(_inspector, new WasmBuild(WasmTools.Compiler));
    }

    [OneTimeTearDown]
    public void DisposeValidator()
    {
        _validator.Dispose();
        _inspector.Dispose();
    }

    protected async Task<IReadOnlyList<Finding>> ValidateAsync(ModuleDraft draft) =>
        (await _validator.CheckAsync(draft, null, CancellationToken.None)).Findings;

    /// <summary>All findings as <c>SEVERITY field CODE</c>.</summary>
    protected async Task<string[]> FindAsync(ModuleDraft draft) =>
        [.. (await ValidateAsync(draft)).Select(finding => $"{finding.Severity} {finding.Field} {finding.Code}")];

    protected static TestCaseData Case(string name, Func<ModuleDraft, ModuleDraft> spoil, params string[] expected) =>
        new TestCaseData(spoil, expected).SetArgDisplayNames(name);
}
