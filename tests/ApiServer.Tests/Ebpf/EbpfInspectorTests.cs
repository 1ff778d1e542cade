using Tricorder.ApiServer.Ebpf;
using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Ebpf;

internal sealed class EbpfInspectorTests
{
    private const string Head = "struct event { u64 t; u32 pid; char comm[16]; };\nBPF_PERF_OUTPUT(events);\n";
    private const string Submit = "struct event e = {}; events.perf_submit(ctx, &e, sizeof(e)); ";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("good", "int f(struct pt_regs *ctx) { " + Submit + "return 0; }");
        yield return Case("static", "static int f(struct pt_regs *ctx) { " + Submit + "return 0; }", "Error EBPF_FUNCTION_SIGNATURE 3:12");
        yield return Case("void", "void f(struct pt_regs *ctx) { " + Submit + "}");
        yield return Case("no context", "int f(void) { struct pt_regs *ctx = 0; " + Submit + "return 0; }");
        yield return Case("no parameters", "int f() { struct pt_regs *ctx = 0; " + Submit + "return 0; }");
        yield return Case(
            "void that does nothing", "void f(struct pt_regs *ctx) { }\nint g(struct pt_regs *ctx) { " + Submit + "return 0; }",
            "Warning EBPF_MISSING_RETURN 3:6");
        yield return Case("context by value", "int f(struct pt_regs ctx) { " + Submit + "return 0; }", "Error EBPF_FUNCTION_SIGNATURE 3:5");
        yield return Case("another context", "int f(struct xdp_md *ctx) { " + Submit + "return 0; }", "Warning EBPF_FUNCTION_CONTEXT 3:5");
        yield return Case("other function", "int g(struct pt_regs *ctx) { " + Submit + "return 0; }", "Error EBPF_FUNCTION_MISSING 0:0");
        yield return Case("other function, unknown macro", "SEC(x) int g(struct pt_regs *ctx) { " + Submit + "return 0; }\nKFUNC(y) { }",
            "Warning EBPF_FUNCTION_MISSING 0:0");
        yield return Case("twice", "int f(struct pt_regs *ctx) { " + Submit + "return 0; }\nint f(struct pt_regs *ctx) { return 0; }",
            "Error EBPF_DUPLICATE_NAME 4:5");
        yield return Case("nothing submitted", "int f(struct pt_regs *ctx) { return 0; }", "Warning EBPF_PERF_BUFFER_UNUSED 2:17");
        yield return Case(
            "submitted in a comment",
            "int f(struct pt_regs *ctx) { // " + Submit + "\nreturn 0; }",
            "Warning EBPF_PERF_BUFFER_UNUSED 2:17");
        yield return Case("second buffer", "BPF_PERF_OUTPUT(more);\nint f(struct pt_regs *ctx) { " + Submit + "return 0; }",
            "Warning EBPF_PERF_BUFFER_UNREAD 3:17");
        yield return Case(
            "endless for", "int f(struct pt_regs *ctx) { " + Submit + "for (;;) { } return 0; }", "Warning EBPF_UNBOUNDED_LOOP 3:91");
        yield return Case(
            "endless while", "int f(struct pt_regs *ctx) { " + Submit + "while (1) { } return 0; }", "Warning EBPF_UNBOUNDED_LOOP 3:91");
        yield return Case(
            "while of a pointer",
            "int f(struct pt_regs *ctx) { " + Submit + "while (ctx) { } return 0; }",
            "Warning EBPF_UNBOUNDED_LOOP 3:91");
        yield return Case(
            "bounded loop", "int f(struct pt_regs *ctx) { " + Submit + "for (int i = 0; i < 8; i++) { } do { } while (0); return 0; }");
        yield return Case("loop in text", "int f(struct pt_regs *ctx) { " + Submit + "char *t = \"for (;;)\"; return 0; }");
        yield return Case(
            "backwards", "int f(struct pt_regs *ctx) { " + Submit + "again: goto again; return 0; }", "Warning EBPF_UNBOUNDED_LOOP 3:98");
        yield return Case(
            "large variable",
            "int f(struct pt_regs *ctx) { " + Submit + "char path[512] = {}; return 0; }",
            "Warning EBPF_STACK_TOO_LARGE 3:5");
        yield return Case(
            "large by a constant", "#define LENGTH (16 * 32)\nint f(struct pt_regs *ctx) { " + Submit + "char path[LENGTH]; return 0; }",
            "Warning EBPF_STACK_TOO_LARGE 4:5");
        yield return Case("no return", "int f(struct pt_regs *ctx) { " + Submit + "}", "Warning EBPF_MISSING_RETURN 3:5");
        yield return Case("return in both", "int f(struct pt_regs *ctx) { " + Submit + "if (ctx) { return 1; } else { return 0; } }");
        yield return Case(
            "printk",
            "int f(struct pt_regs *ctx) { " + Submit + "bpf_trace_printk(\"x\\\\n\"); return 0; }",
            "Warning EBPF_TRACE_PRINTK 3:91");
        yield return Case(
            "printk in a macro",
            "#define DEBUG(x) bpf_trace_printk(x)\nint f(struct pt_regs *ctx) { " + Submit + "DEBUG(\"x\"); return 0; }",
            "Warning EBPF_TRACE_PRINTK 4:91");
        yield return Case(
            "printk left out", "#define DEBUG(x)\nint f(struct pt_regs *ctx) { " + Submit + "DEBUG(bpf_trace_printk(\"x\")); return 0; }");
    }

    [TestCaseSource(nameof(Cases))]
    public void Inspect_Source_FindsTraps(string source, string[] expected) =>
        Assert.That(Inspect(source, EbpfCall.Entry, eventSize: 32), Is.EqualTo(expected));

    [TestCase("BPF_HASH(events);", "Error EBPF_PERF_BUFFER_MISSING 1:10")]
    [TestCase("", "Error EBPF_PERF_BUFFER_MISSING 0:0")]
    public void Inspect_NoSuchBuffer_IsAnError(string declaration, string expected) =>
        Assert.That(
            Find(EbpfInspector.Inspect(declaration, [("ebpf.perf_buffer_names[0]", "events")], [], 0)), Is.EqualTo(new[] { expected }));

    [TestCase("struct tracepoint__a__b *ctx", EbpfCall.Tracepoint, "")]
    [TestCase("struct pt_regs *ctx", EbpfCall.Tracepoint, "Warning EBPF_FUNCTION_CONTEXT 3:5")]
    [TestCase("void *ctx", EbpfCall.Tracepoint, "")]
    [TestCase("struct xdp_md *ctx", EbpfCall.Packet, "")]
    [TestCase("struct pt_regs *ctx", EbpfCall.Packet, "Warning EBPF_FUNCTION_CONTEXT 3:5")]
    [TestCase("struct bpf_perf_event_data *ctx", EbpfCall.Sample, "")]
    [TestCase("struct pt_regs *ctx, int arg", EbpfCall.Return, "Warning EBPF_FUNCTION_CONTEXT 3:5")]
    public void Inspect_Context_FitsTheProbe(string parameters, EbpfCall call, string expected) =>
        Assert.That(string.Join(',', Inspect($"{Head}int f({parameters}) {{ {Submit}return 0; }}", call, 32)), Is.EqualTo(expected));

    [TestCase(24, "Warning EBPF_EVENT_SIZE 3:51")]
    [TestCase(32, "")]
    [TestCase(0, "")]
    public void Inspect_EventSize_IsThatOfTheStructure(int eventSize, string expected) =>
        Assert.That(
            string.Join(',', Inspect($"{Head}int f(struct pt_regs *ctx) {{ {Submit}return 0; }}", EbpfCall.Entry, eventSize)),
            Is.EqualTo(expected));

    [TestCase("six", 80, "")]
    [TestCase("four", 56, "")]
    [TestCase("six", 56, "Warning EBPF_EVENT_SIZE 6:34")]
    [TestCase("six,four", 80, "Warning EBPF_EVENT_SIZE 7:31")]
    public void Inspect_EventSize_IsThatOfBuffersThatAreRead(string buffers, int eventSize, string expected)
    {
        const string source = """
            struct a { u64 x[7]; };
            struct b { u64 x[10]; };
            BPF_PERF_OUTPUT(four);
            BPF_PERF_OUTPUT(six);
            int f(struct pt_regs *ctx, int v6) {
              if (v6) { struct b event = {}; six.perf_submit(ctx, &event, sizeof(event)); }
              else { struct a event = {}; four.perf_submit(ctx, &event, sizeof(event)); }
              return 0;
            }
            """;

        var found = Find([.. EbpfInspector.Inspect(source, [.. buffers.Split(',').Select(name => ("b", name))], [], eventSize)
            .Where(problem => problem.Code == EbpfCodes.EventSize)]);

        Assert.That(string.Join(',', found), Is.EqualTo(expected));
    }

    [TestCase("if (ctx) { char a[300]; } else { char b[300]; }", false)]
    [TestCase("{ char a[300]; } char b[300];", false)]
    [TestCase("for (struct big a;;) break; for (struct big b;;) break;", false)]
    [TestCase("static char a[300]; char b[300];", false)]
    [TestCase("char a[300]; { char b[300]; }", true)]
    [TestCase("if (ctx) { char a[300]; if (ctx) { char b[200]; { char d[100]; } } }", true)]
    [TestCase("char *p = ({ char a[300]; char b[300]; a; });", true)]
    public void Inspect_Stack_IsThatOfScopesThatLiveAtOnce(string body, bool tooLarge) => Assert.That(
        EbpfInspector.Inspect($"struct big {{ char d[300]; }};\nint f(struct pt_regs *ctx) {{ {body} return 0; }}", [], [], 0)
            .Any(problem => problem.Code == EbpfCodes.StackTooLarge),
        Is.EqualTo(tooLarge));

    [Test]
    public void Inspect_TooComplex_IsSaidAlone()
    {
        var source = "#define A0 1\n" + string.Concat(Enumerable.Range(1, 39).Select(n => $"#define A{n} A{n - 1} + A{n - 1}\n"))
            + "int f(struct pt_regs *ctx) { int q = A39; return 0; }\n";

        Assert.That(Find(EbpfInspector.Inspect(source, [("b", "events")], [], 0)), Is.EqualTo(new[] { "Error EBPF_TOO_COMPLEX 0:0" }));
    }

    [TestCase("#include \"vmlinux.h\"\nint f(void *c) { return 0; }", 1, 1)]
    [TestCase("#include <bpf/bpf_helpers.h>\nint f(void *c) { return 0; }", 1, 1)]
    [TestCase("SEC(\"kprobe/vfs_read\")\nint f(struct pt_regs *ctx) { return 0; }", 1, 1)]
    [TestCase("struct { __uint(type, 1); } m;\nint f(struct pt_regs *ctx) { return 0; }", 1, 10)]
    [TestCase("#define SEC(n) __attribute__((section(n)))\nstruct { int x; } m SEC(\".maps\");", 2, 21)]
    [TestCase("int BPF_KPROBE(f, struct file *file) { return 0; }", 1, 5)]
    public void Inspect_Libbpf_IsRefusedWithWhatBccWants(string source, int line, int column)
    {
        var problem = EbpfInspector.Inspect(source, [("b", "events")], [new EbpfAttachment("p", "f", EbpfCall.Entry)], 0).Single();

        Assert.That(
            (problem.Severity, problem.Code, problem.Line, problem.Column),
            Is.EqualTo((FindingSeverity.Error, EbpfCodes.Libbpf, line, column)));
        Assert.That(problem.Message, Does.Contain("libbpf").And.Contain("BPF_PERF_OUTPUT"));
    }

    [TestCase("int f(ctx) struct pt_regs *ctx; { return 0; }", "")]
    [TestCase("#ifdef CONFIG_X\nint f(struct pt_regs *ctx) { return 0; }\n#endif", "Warning EBPF_FUNCTION_MISSING 0:0")]
    [TestCase("#if 0\nint f(struct pt_regs *ctx) { return 0; }\n#endif", "Error EBPF_FUNCTION_MISSING 0:0")]
    [TestCase("FUNCTIONS\nint g(struct pt_regs *ctx) { return 0; }", "Warning EBPF_PLACEHOLDER 1:1,Warning EBPF_FUNCTION_MISSING 0:0")]
    [TestCase("#ifndef CONFIG_X\n#error \"X\"\n#endif\nint f(struct pt_regs *ctx) { return 0; }", "Warning EBPF_SYNTAX 2:1")]
    public void Inspect_WhatTheKernelDecides_IsNoError(string source, string expected) => Assert.That(
        string.Join(',', Find(EbpfInspector.Inspect(source, [], [new EbpfAttachment("p", "f", EbpfCall.Entry)], 0))), Is.EqualTo(expected));

    [TestCase("kfunc__vmlinux__do_unlinkat")]
    [TestCase("kfunc__do_unlinkat")]
    public void Inspect_FunctionOfAMacro_HasTheNameOfEveryBcc(string name) => Assert.That(
        EbpfInspector.Inspect("KFUNC_PROBE(do_unlinkat, int dfd) { return 0; }", [], [new EbpfAttachment("p", name, EbpfCall.Entry)], 0),
        Is.Empty);

    private static TestCaseData Case(string name, string source, params string[] expected) =>
        new TestCaseData(Head + source, expected).SetArgDisplayNames(name);

    private static string[] Inspect(string source, EbpfCall call, int eventSize) => Find(EbpfInspector.Inspect(
        source, [("ebpf.perf_buffer_names[0]", "events")], [new EbpfAttachment("ebpf.probes[0].entry_function", "f", call)], eventSize));

    private static string[] Find(IReadOnlyList<EbpfProblem> problems) =>
        [.. problems.Select(problem => $"{problem.Severity} {problem.Code} {problem.Line}:{problem.Column}")];
}
