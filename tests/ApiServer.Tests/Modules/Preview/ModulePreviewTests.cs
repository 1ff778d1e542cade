using System.Buffers.Binary;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Preview;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Tests.Wasm;
using Tricorder.ApiServer.Wasm;

namespace Tricorder.ApiServer.Tests.Modules.Preview;

internal sealed class ModulePreviewTests
{
    private const string Source = """
        #include "tricorder.h"
        void process(void)
        {
            uint32_t number;
            if (!tricorder_read_event(&number, sizeof(number))) {
                return;
            }
            struct json row = tricorder_row(64);
            json_unsigned(&row, number == 13 ? "unlucky" : "number", number);
            tricorder_emit(&row);
            if (number == 99) {
                __builtin_trap();
            }
        }
        """;

    private WasmInspector _inspector = null!;
    private ModuleValidator _validator = null!;
    private ModulePreview _preview = null!;

    [OneTimeSetUp]
    public void Create()
    {
        _inspector = new WasmInspector();
        _validator = new ModuleValidator(_inspector, new WasmBuild(WasmTools.Compiler));
        _preview = new ModulePreview(null!, _validator, WasmTools.Sandbox);
    }

    [OneTimeTearDown]
    public void Dispose()
    {
        _validator.Dispose();
        _inspector.Dispose();
    }

    private static ModuleDraft Draft => Drafts.Valid()
        .WithWasm(wasm => wasm with { Format = ProgramFormat.Text, Language = ProgramLanguage.C, Source = Source, Binary = default })
        .WithFields(new OutputField("number", FieldType.Int, ""));

    [Test]
    public async Task Run_Events_GiveRows()
    {
        var result = await RunAsync(Draft, 1, 2, 3);

        Assert.That(result.Rows.Select(row => (int)row["number"]!), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That((result.Error, result.Runs.Count), Is.EqualTo(("", 3)));
        Assert.That(result.Runs.Select(run => run.Fuel), Has.All.Positive);
    }

    [Test]
    public async Task Run_WrongRow_IsAnErrorAndTheNextIsRun()
    {
        var result = await RunAsync(Draft, 1, 13, 3);

        Assert.That(result.Rows.Select(row => (int)row["number"]!), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(result.Error, Is.EqualTo("Event 2: the output has 'unlucky', which is no column of output_schema."));
        Assert.That(result.Runs[1].Output.Span.SequenceEqual("{\"unlucky\":13}"u8), Is.True);
    }

    [Test]
    public async Task Run_Trap_EndsThePreview()
    {
        var result = await RunAsync(Draft, 1, 99, 3);

        Assert.That((result.Rows.Count, result.Runs.Count), Is.EqualTo((1, 2)));
        Assert.That(result.Error, Does.StartWith("Event 2: it reached code"));
    }

    [Test]
    public async Task Run_MaxEvents_RunsNoMore()
    {
        Assert.That((await _preview.RunAsync(Draft, [Event(1), Event(2)], 1, default)).Runs, Has.Count.EqualTo(1));
        Assert.That((await _preview.RunAsync(Draft, [], 5, default)).Runs, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Run_NameMissingAndEbpfUnfinished_RunsAllTheSame()
    {
        var draft = (Draft with { Name = "" }).With(ebpf => ebpf with { Source = "int f(", Probes = [] });

        Assert.That((await RunAsync(draft, 1)).Rows, Has.Count.EqualTo(1));
    }

    [Test]
    public void Run_DoesNotCompile_IsRefusedWithThePlace()
    {
        var draft = Draft.WithWasm(wasm => wasm with { Source = "void process(void) { return missing; }" });

        var refused = Assert.ThrowsAsync<InvalidArgumentException>(() => RunAsync(draft, 1))!;

        Assert.That(
            refused.Violations.Select(violation => (violation.Field, violation.Reason)),
            Has.Member(("module.wasm.source", WasmCodes.CompileError)));
    }

    [Test]
    public void Run_NoEventsAndNothingToMakeThemFrom_AsksForThem()
    {
        var draft = Draft.With(ebpf => ebpf with { Source = "int f(void *c) { return 0; }", EventSize = 0 });

        Assert.That(Assert.ThrowsAsync<InvalidArgumentException>(() => RunAsync(draft))!.Violations.Single().Field, Is.EqualTo("input"));
    }

    [Test]
    public void Run_TooMuch_NamesEveryViolation()
    {
        IReadOnlyList<ReadOnlyMemory<byte>> many = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[70_000], 10_001)];

        var refused = Assert.ThrowsAsync<InvalidArgumentException>(() => _preview.RunAsync(Draft, many, -1, default))!;

        Assert.That(
            refused.Violations.Take(3).Select(violation => violation.Field), Is.EqualTo(new[] { "max_events", "input", "input[0]" }));
    }

    private Task<PreviewResult> RunAsync(ModuleDraft draft, params uint[] numbers) =>
        _preview.RunAsync(draft, [.. numbers.Select(Event)], 0, default);

    private static ReadOnlyMemory<byte> Event(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
