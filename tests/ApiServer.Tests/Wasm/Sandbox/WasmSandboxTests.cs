using System.Diagnostics;
using System.Text;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Tests.Wasm.Sandbox;

internal sealed class WasmSandboxTests
{
    // Just below the limit of one event.
    private const string Slow = "(local i32) (local.set 0 (i32.const 2000000)) "
        + "(loop (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0)))";

    private static readonly IReadOnlyList<ReadOnlyMemory<byte>> ThreeEvents = [new byte[8], new byte[8], new byte[8]];
    private static readonly IReadOnlyList<ReadOnlyMemory<byte>> ManyEvents =
        [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[8], 5_000)];

    private static IEnumerable<TestCaseData> Hostile()
    {
        TestCaseData Case(string name, string module, string expected) => new TestCaseData(module, expected).SetArgDisplayNames(name);
        yield return Case("loops", GuestText.Module("(loop br 0)"), "more than 20,000,000 instructions");
        yield return Case("traps", GuestText.Module("unreachable"), "code that must not be reached");
        yield return Case("divides by zero", GuestText.Module("(drop (i32.div_u (i32.const 1) (i32.const 0)))"), "divides by zero");
        yield return Case("recurses", GuestText.Module("call $process"), "recursion without end");
        yield return Case("reads outside", GuestText.Module("(drop (i32.load (i32.const -1)))"), "outside its memory");
        yield return Case(
            "grows memory", GuestText.Module("(loop (drop (memory.grow (i32.const 1))) br 0)"), "had grown to the limit of 67108864 bytes");
        yield return Case("calls a null pointer",
            GuestText.Module("(call_indirect (type $t) (i32.const 0))", more: "(type $t (func)) (table 1 funcref)"), "function pointer");
        yield return Case("ends itself", GuestText.Module("(call $proc_exit (i32.const 3))"), "ended itself with exit code 3");
        yield return Case("lies about the length", GuestText.Module("", outputLength: "i32.const -1"), "says 4294967295 bytes");
        yield return Case("lies about the place", GuestText.Module("", output: "i32.const 65535"), "does not lie in the module's memory");
        yield return Case("writes to bad addresses",
            GuestText.Module(
                "(if (i32.ne (call $fd_write (i32.const 1) (i32.const -8) (i32.const 1) (i32.const 0)) (i32.const 21)) (then unreachable)) "
                + "(if (i32.ne (call $random_get (i32.const 0) (i32.const -1)) (i32.const 21)) (then unreachable)) "
                + "(call $proc_exit (i32.const 1))"),
            "exit code 1");
        yield return Case("waits",
            GuestText.Module("(if (i32.eq (call $poll_oneoff (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0)) "
                + "(i32.const 52)) (then unreachable))"),
            "must not be reached");
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task Run_Hostile_SaysWhatItDid(string module, string expected)
    {
        var reply = await RunAsync(module);

        Assert.That(reply.Error, Is.Empty);
        Assert.That(reply.Runs, Has.Count.EqualTo(1), "no event is run after a trap");
        Assert.That(reply.Runs[0].Error, Does.Contain(expected));
        Assert.That(reply.Runs[0].Output.IsEmpty, Is.True);
    }

    [TestCase("(start $process)", "(loop br 0)", "20,000,000 instructions")]
    [TestCase("(table 1000000 funcref)", "", "table")]
    public async Task Run_HostileBeforeItRuns_IsNotLoaded(string more, string process, string expected)
    {
        var reply = await RunAsync(GuestText.Module(process, more: more));

        Assert.That(reply.Error, Does.StartWith("The module can not be loaded: ").And.Contain(expected));
        Assert.That(reply.Runs, Is.Empty);
    }

    [Test]
    public async Task Run_Good_GivesOutputAndCost()
    {
        var reply = await RunAsync(GuestText.Module(""));

        Assert.That(reply.Runs.Select(run => Encoding.ASCII.GetString(run.Output.Span)), Is.EqualTo(new[] { "7\0", "7\0", "7\0" }));
        Assert.That(reply.Runs.Select(run => run.Fuel), Has.All.InRange(5, 100));
        Assert.That(reply.Runs.Select(run => run.Time), Has.All.GreaterThan(TimeSpan.Zero));
    }

    [Test]
    public async Task Run_ManySlowEvents_EndAfterTwoSeconds()
    {
        var binary = (await WasmTools.Sandbox.ConvertWatAsync(GuestText.Module(Slow), default)).Binary;

        var reply = await WasmTools.Sandbox.RunAsync(binary, "process", ManyEvents, default);

        Assert.That(reply.Runs[^1].Error, Does.Contain("the preview took longer than 2 s"));
        Assert.That(reply.Runs, Has.Count.LessThan(ManyEvents.Count));
    }

    [Test]
    public async Task Run_EndlessOutput_IsCut()
    {
        const string write = "(i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 1)) "
            + "(loop (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) br 0)";

        var reply = await RunAsync(GuestText.Module(write));

        Assert.That(reply.Logs, Has.Length.EqualTo(SandboxLimits.LogBytes + "\n(cut)".Length).And.StartWith("777"));
    }

    [Test]
    public async Task Run_TooLargeToCompile_CostsTheProcessOnly()
    {
        var binary = (await WasmTools.Sandbox.ConvertWatAsync(GuestText.Module(LargeBody), default)).Binary;
        Assert.That(binary.Length, Is.LessThan(3 * 1024 * 1024), "a module that the server takes");

        var reply = await WasmTools.Sandbox.RunAsync(binary, "process", ThreeEvents, default);

        Assert.That(reply.Error, Does.Contain("to be compiled"));
        Assert.That((await RunAsync(GuestText.Module(""))).Runs, Has.Count.EqualTo(3), "the next preview is served");
    }

    // One function of a quarter of a million branches that all depend on each other.
    private static string LargeBody => "(local i32)" + string.Concat(Enumerable.Repeat(
        "(if (local.get 0) (then (local.set 0 (i32.load (local.get 0)))))", 220_000));

    [Test]
    public async Task Run_ManyHostileModules_LeaveNothingBehind()
    {
        var modules = new List<ReadOnlyMemory<byte>>();
        foreach (var hostile in Hostile())
        {
            modules.Add((await WasmTools.Sandbox.ConvertWatAsync((string)hostile.Arguments[0]!, default)).Binary);
        }

        await RunAllAsync(modules, TestForm.Of(50, 100));
        var before = Measure();
        await RunAllAsync(modules, TestForm.Of(100, 1000));
        var after = Measure();

        Assert.That(after.Memory - before.Memory, Is.LessThan(32 * 1024 * 1024));
        Assert.That(after.Handles - before.Handles, Is.LessThan(20));
        Assert.That(after.Children, Is.LessThanOrEqualTo(Math.Max(1, Environment.ProcessorCount / 2)));
    }

    [Test]
    public async Task Convert_Text_GivesTheModuleOrThePlace()
    {
        var good = await WasmTools.Sandbox.ConvertWatAsync("(module)", default);
        var bad = await WasmTools.Sandbox.ConvertWatAsync("(module\n  (func (i32.cons 1)))", default);

        Assert.That(good.Binary.ToArray(), Is.EqualTo(new byte[] { 0, 0x61, 0x73, 0x6d, 1, 0, 0, 0 }));
        Assert.That(bad.Binary.IsEmpty, Is.True);
        Assert.That((bad.Problems[0].Line, bad.Problems[0].Column), Is.EqualTo((2, 10)));
    }

    [TestCase('(', 100_000)]
    [TestCase('"', 3)]
    [TestCase('é', 1000)]
    public async Task Convert_Nonsense_IsAProblem(char c, int count) =>
        Assert.That((await WasmTools.Sandbox.ConvertWatAsync(new string(c, count), default)).Problems, Has.Count.EqualTo(1));

    [Test]
    public async Task Run_Cancelled_EndsAtOnceAndLeavesTheNextAlone()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var binary = (await WasmTools.Sandbox.ConvertWatAsync(GuestText.Module(Slow), default)).Binary;

        Assert.CatchAsync<OperationCanceledException>(() => WasmTools.Sandbox.RunAsync(binary, "process", ManyEvents, soon.Token));
        Assert.That((await RunAsync(GuestText.Module(""))).Runs, Has.Count.EqualTo(3));
    }

    private static async Task<SandboxReply> RunAsync(string module)
    {
        var converted = await WasmTools.Sandbox.ConvertWatAsync(module, default);
        Assert.That(converted.Problems, Is.Empty);
        return await WasmTools.Sandbox.RunAsync(converted.Binary, "process", ThreeEvents, default);
    }

    private static async Task RunAllAsync(List<ReadOnlyMemory<byte>> modules, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var reply = await WasmTools.Sandbox.RunAsync(modules[i % modules.Count], "process", ThreeEvents, default);
            Assert.That(reply.Runs.Select(run => run.Error), Has.All.Not.Empty);
        }
    }

    private static (long Memory, int Handles, int Children) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var self = Process.GetCurrentProcess();
        var children = Directory.GetDirectories("/proc").Count(IsOurSandbox);
        return (GC.GetTotalMemory(forceFullCollection: true), Directory.GetFileSystemEntries("/proc/self/fd").Length, children);
    }

    private static bool IsOurSandbox(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).EndsWith("apiserver.dll\0sandbox\0", StringComparison.Ordinal)
                && File.ReadAllText(Path.Combine(process, "stat")).Split(' ')[3] == Environment.ProcessId.ToString(
                    System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
