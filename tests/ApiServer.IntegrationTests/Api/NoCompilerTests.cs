using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>A server without a C compiler serves everything else, and says what is missing.</summary>
public sealed class NoCompilerTests : ServerFixture
{
    private protected override string[] Settings => ["--Wasm:Clang=/nowhere/clang"];

    [Test]
    public void Create_OfC_SaysWhatToInstall()
    {
        var refused = Assert.ThrowsAsync<RpcException>(
            async () => await Modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() }))!;

        Assert.That(refused.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(refused.Status.Detail, Does.Contain("apt-get install clang lld wasi-libc"));
        Assert.That(refused.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("WASM_COMPILER_NOT_AVAILABLE"));
    }

    [Test]
    public async Task Validate_OfC_IsAFinding()
    {
        var findings = (await Modules.ValidateModuleAsync(new ValidateModuleRequest { Module = Sample.Module() })).Findings;

        Assert.That(findings.Single().Code, Is.EqualTo("WASM_COMPILER_NOT_AVAILABLE"));
    }

    [Test]
    public async Task Create_OfWat_NeedsNoCompiler()
    {
        var module = Sample.Module();
        (module.Wasm.Language, module.Wasm.Source) = (ProgramLanguage.Wat, "(module)");

        var findings = (await Modules.ValidateModuleAsync(new ValidateModuleRequest { Module = module })).Findings;

        Assert.That(findings.Select(finding => finding.Code), Has.Member("WASM_ABI_MISSING").And.Not.Member("WASM_COMPILER_NOT_AVAILABLE"));
    }
}
