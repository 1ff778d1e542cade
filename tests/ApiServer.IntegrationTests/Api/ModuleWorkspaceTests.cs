using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;
using Tricorder.Legacy.Common;
using Wasmtime;
using Module = Tricorder.ApiServer.V1.Module;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>From C text to what agents run, and what the desk says before that: the real server with a real compiler and sandbox.</summary>
public sealed class ModuleWorkspaceTests : ServerFixture
{
    private const string Source = """
        #include "tricorder.h"
        void answer(void)
        {
            struct json row = tricorder_row(64);
            json_unsigned(&row, "bytes", tricorder_input.length);
            tricorder_emit(&row);
        }
        """;

    [Test]
    public async Task Deploy_ModuleOfC_ReachesBothKindsOfAgentsAsABinaryThatRuns()
    {
        await using var agent = await WillingAgent.ConnectAsync(Server);
        using var legacy = await ScriptedLegacyAgent.ConnectAsync(Server);
        var module = (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = OfC(Source) })).Module;
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = module.Id });

        var old = (await legacy.DeployAsync(module.Id)).Module.Wasm;
        await Eventually.TrueAsync(() => Task.FromResult(agent.Updates.Any(order => order.ModuleId == module.Id)), "the agent is ordered");
        var sent = agent.Updates.Single(order => order.ModuleId == module.Id).Module.Wasm;

        Assert.That((sent.Format, sent.Source, sent.Binary.IsEmpty), Is.EqualTo((ProgramFormat.Binary, "", false)));
        Assert.That((old.Fmt, old.Code), Is.EqualTo((Format.Binary, sent.Binary)));
        Assert.That(Run(sent.Binary, "answer", 24), Is.EqualTo("{\"bytes\":24}"));
    }

    [Test]
    public async Task Update_OfADescription_DoesNotCompileAgain_OfTheSourceDoes()
    {
        var module = (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = OfC(Source) })).Module;

        var described = await UpdateAsync(new Module { Id = module.Id, Description = "new" }, "description");
        var changed = await UpdateAsync(
            new Module { Id = module.Id, Wasm = new WasmProgram { Source = Source.Replace("bytes", "size", StringComparison.Ordinal) } },
            "wasm.source");

        Assert.That((described.Revision, changed.Revision), Is.EqualTo((1, 2)));
        var full = (await Modules.GetModuleAsync(new GetModuleRequest { ModuleId = module.Id })).Module;
        Assert.That(Run(full.Wasm.Binary, "answer", 3), Is.EqualTo("{\"size\":3}"));
    }

    [Test]
    public void Create_DoesNotCompile_NamesLineAndColumn()
    {
        var refused = Assert.ThrowsAsync<RpcException>(async () => await Modules.CreateModuleAsync(
            new CreateModuleRequest { Module = OfC(Source.Replace("tricorder_emit(&row)", "return nothing", StringComparison.Ordinal)) }))!;

        var violations = refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations;
        Assert.That(
            violations.Select(violation => (violation.Field, violation.Reason)), Has.Member(("module.wasm.source", "WASM_COMPILE_ERROR")));
        Assert.That(violations[0].Description, Does.StartWith("line 6, column 12: "));
    }

    [Test]
    public async Task Preview_OverRest_ShowsRows()
    {
        var body = JsonNode.Parse(JsonFormatter.Default.Format(new PreviewModuleRequest
        {
            Module = OfC(Source),
            Input = { ByteString.CopyFrom(new byte[5]), ByteString.Empty },
        }))!.AsObject();

        var answer = (await Rest.PostAsync("/v1/modules:preview", body)).Ok();

        Assert.That(answer.Items("rows").Select(row => row.Number("data", "bytes")), Is.EqualTo(new[] { 5, 0 }));
        Assert.That((answer.Text("error"), answer.Items("runs").Count), Is.EqualTo(("", 2)));
    }

    [Test]
    public async Task Preview_OfAStoredModule_MakesEventsUp()
    {
        var module = (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() })).Module;

        var preview = await Modules.PreviewModuleAsync(new PreviewModuleRequest { ModuleId = module.Id, MaxEvents = 2 });

        Assert.That((preview.Rows.Count, preview.GeneratedInput.Count, preview.Error), Is.EqualTo((2, 2, "")));
        Assert.That(preview.Rows[0].Fields["data"].StructValue.Fields["comm"].StringValue, Is.EqualTo("comm-1"));
    }

    [TestCase("{}", "source")]
    [TestCase("""{"moduleId":""}""", "module_id")]
    public async Task Preview_OfNothing_IsRefused(string body, string field) =>
        (await Rest.PostAsync("/v1/modules:preview", JsonNode.Parse(body)!.AsObject())).Violates(field);

    [Test]
    public async Task Preview_ThatNeverEnds_LeavesOtherCallsAlone()
    {
        var endless = OfC(
            "#include \"tricorder.h\"\nvoid answer(void) { for (volatile int i = 0;; i++) { memset(malloc(1 << 20), 1, 1 << 20); } }");
        var hostile = Enumerable.Range(0, 4)
            .Select(_ => Modules.PreviewModuleAsync(new PreviewModuleRequest { Module = endless }).ResponseAsync).ToList();

        var answered = 0;
        while (!Task.WhenAll(hostile).IsCompleted)
        {
            (await Rest.GetAsync("/v1/modules?pageSize=1")).Ok();
            answered++;
        }

        Assert.That(answered, Is.GreaterThan(4), "more calls are answered than previews");
        Assert.That((await Task.WhenAll(hostile)).Select(preview => preview.Error), Has.All.Not.Empty);
    }

    private async Task<Module> UpdateAsync(Module module, params string[] paths) =>
        (await Modules.UpdateModuleAsync(new UpdateModuleRequest { Module = module, UpdateMask = new() { Paths = { paths } } })).Module;

    private static Module OfC(string source)
    {
        var module = Sample.Module();
        module.Wasm = new WasmProgram
        {
            Format = ProgramFormat.Text,
            Language = ProgramLanguage.C,
            Source = source,
            FunctionName = "answer",
            Encoding = WasmEncoding.Json,
        };
        return module;
    }

    /// <summary>One event, as an agent runs it, with WASI from the engine.</summary>
    private static string Run(ByteString binary, string function, int eventSize)
    {
        using var engine = new Engine();
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration());
        using var module = Wasmtime.Module.FromBytes(engine, "module", binary.Span);
        var instance = linker.Instantiate(store, module);
        instance.GetFunction<int, int>("malloc_input_buf")!(eventSize);
        instance.GetAction<int>("set_input_buf_len")!(eventSize);
        instance.GetAction(function)!();
        return instance.GetMemory("memory")!.ReadString(
            instance.GetFunction<int>("get_output_buf")!(), instance.GetFunction<int>("get_output_buf_len")!());
    }
}
