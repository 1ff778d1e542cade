using Tricorder.ApiServer.Ebpf;
using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Tests.Ebpf;

/// <summary>What the parser finds must be what a compiler would: nothing that is text, comment or left out may fool it.</summary>
internal sealed class BccProgramTests
{
    [TestCase("int f(void *c) { return 0; }", "f")]
    [TestCase("int\nf\n(\nstruct pt_regs *ctx\n)\n{\nreturn 0;\n}", "f")]
    [TestCase("// int a(void *c) { }\nint f(void *c) { return 0; }", "f")]
    [TestCase("// comment goes on \\\nint a(void *c) { }\nint f(void *c) { return 0; }", "f")]
    [TestCase("/* int a(void *c) { } */ int f(void *c) { return 0; }", "f")]
    [TestCase("char *s = \"int a(void *c) { }\"; int f(void *c) { return '}'; }", "f")]
    [TestCase("char *s = \"\\\"{\"; int f(void *c) { return 0; }", "f")]
    [TestCase("#if 0\nint a(void *c) { }\n#endif\nint f(void *c) { return 0; }", "f")]
    [TestCase("#if 0\nit isn't C\n#endif\nint f(void *c) { return 0; }", "f")]
    [TestCase("#ifdef NOPE\nint a(void *c) { }\n#else\nint f(void *c) { return 0; }\n#endif", "f")]
    [TestCase("#ifndef NOPE\nint f(void *c) { return 0; }\n#else\nint a(void *c) { }\n#endif", "f")]
    [TestCase("#define YES 1\n#if defined(YES) && YES == 1\nint f(void *c) { return 0; }\n#elif 1\nint a(void *c) { }\n#endif", "f")]
    [TestCase("#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0)\nint f(void *c) { return 0; }\n#else\nint a(void *c) { }\n#endif", "f")]
    [TestCase("#define PROBE(n) int n(struct pt_regs *ctx)\nPROBE(f) { return 0; }", "f")]
    [TestCase("#define PROBE(n) int on_##n(struct pt_regs *ctx)\nPROBE(f) { return 0; }", "on_f")]
    [TestCase("#define BEGIN int f(void *c) \\\n  {\n#define END return 0; \\\n }\nBEGIN END", "f")]
    [TestCase("#define f g\nint f(void *c) { return 0; }", "g")]
    [TestCase("#define f f\nint f(void *c) { return 0; }", "f")]
    [TestCase("#define a b\n#define b a\nint a(void *c) { return 0; }", "a")]
    [TestCase("#define f g\n#undef f\nint f(void *c) { return 0; }", "f")]
    [TestCase("static inline int h(int x) { return x; } int f(void *c) { return h(1); }", "h,f")]
    [TestCase("__attribute__((noinline)) int f(void *c) __attribute__((unused)) { return 0; }", "f")]
    [TestCase("int f(void *c);\nint f(void *c) { return 0; }", "f")]
    [TestCase("struct a { int x; } v = { 1 }; int f(void *c) { return 0; }", "f")]
    [TestCase("int (*p)(int); int f(void *c) { return 0; }", "f")]
    [TestCase("int f(void *c) { if (c) { return 1; } while (0) { } return 0; }", "f")]
    [TestCase("TRACEPOINT_PROBE(sched, sched_switch) { return 0; }", "tracepoint__sched__sched_switch")]
    [TestCase("RAW_TRACEPOINT_PROBE(sys_enter) { return 0; }", "raw_tracepoint__sys_enter")]
    [TestCase("BPF_PROG(f, struct sock *sk) { return 0; }", "f")]
    [TestCase("_Static_assert(sizeof(int) == 4, \"x\"); int f(void *c) { return 0; }", "f")]
    [TestCase("", "")]
    public void Read_Functions_AreThoseOfTheCompiler(string source, string expected)
    {
        var program = BccProgram.Read(source);

        Assert.That(program.Problems, Is.Empty);
        Assert.That(string.Join(',', program.Functions.Select(function => function.Name)), Is.EqualTo(expected));
    }

    [TestCase("int f(void *c) {", 1, 16, "never closed")]
    [TestCase("int f(void *c) }\n", 1, 16, "closes nothing")]
    [TestCase("int f(void *c]\n", 1, 14, "does not match the '(' in line 1")]
    [TestCase("int x;\n/* open", 2, 1, "does not end")]
    [TestCase("char *s = \"open;\n", 1, 11, "no partner")]
    [TestCase("#if 1\nint x;\n", 1, 1, "no #endif")]
    [TestCase("int x;\n#endif\n", 2, 1, "no #if")]
    [TestCase("#else\n", 1, 1, "no #if")]
    [TestCase("#define F(a b/ int\n", 1, 9, "malformed")]
    [TestCase("#error not today\n", 1, 1, "#error not today")]
    [TestCase("int x;\n#inlcude <x>\n", 2, 1, "#inlcude is no directive")]
    [TestCase("#if 1\n#else\n#else\n#endif\n", 3, 1, "#else of this #if is there already")]
    [TestCase("#if 1\n#else\n#elif 1\n#endif\n", 3, 1, "#else of this #if is there already")]
    [TestCase("#include linux/x.h\n", 1, 1, "#include wants")]
    [TestCase("#include\n", 1, 1, "#include wants")]
    [TestCase("#define\n", 1, 1, "#define wants a name")]
    public void Read_Broken_SaysWhere(string source, int line, int column, string message)
    {
        var problem = BccProgram.Read(source).Problems.Single();

        Assert.That((problem.Code, problem.Line, problem.Column), Is.EqualTo((EbpfCodes.Syntax, line, column)));
        Assert.That(problem.Message, Does.Contain(message));
    }

    [Test]
    public void Read_WhatAMacroGives_HasThePlaceOfItsUse()
    {
        var program = BccProgram.Read("#define TWICE(n) int n(void *c) { return 0; }\n\n  TWICE(f) TWICE(f)\n");

        Assert.That(program.Problems.Single().Code, Is.EqualTo(EbpfCodes.DuplicateName));
        Assert.That((program.Problems[0].Line, program.Problems[0].Column), Is.EqualTo((3, 12)));
    }

    [TestCase("BPF_PERF_OUTPUT(events);", "events", true)]
    [TestCase("BPF_HASH(seen, u32);", "seen", false)]
    [TestCase("BPF_TABLE(\"lru_hash\", u64, struct x, pending, 10240);", "pending", false)]
    [TestCase("#define OUT(n) BPF_PERF_OUTPUT(n)\nOUT(events);", "events", true)]
    public void Read_Maps_HaveNameAndKind(string source, string name, bool isPerfBuffer)
    {
        var table = BccProgram.Read(source).Tables.Single();

        Assert.That((table.Name, table.IsPerfBuffer), Is.EqualTo((name, isPerfBuffer)));
    }

    [TestCase("f(, int x) { return 0; }")]
    [TestCase("TRACEPOINT_PROBE(, sched_switch) { return 0; }")]
    [TestCase("KFUNC_PROBE() { return 0; }")]
    public void Read_EmptyParameter_IsNoFailure(string source) => Assert.That(() => BccProgram.Read(source), Throws.Nothing);

    [Test]
    public void Read_UnknownMacroWithABody_IsNoted() =>
        Assert.That(BccProgram.Read("SEC_PROBE(x) { return 0; }").HasUnknownMacros, Is.True);

    [TestCase("#pragma once\n#line 3\n#ident \"x\"\n#warning x\n#include_next <x.h>\n# 1 \"x.c\"\n#\n")]
    [TestCase("#if 0\n#inlcude <x>\n#include x\n#if 1\n#else\n#else\n#endif\n#endif\n")]
    [TestCase("#define HEADER <linux/x.h>\n#include HEADER\n#include \"a.h\"\n")]
    public void Read_KnownDirectivesAndWhatIsLeftOut_AreNoProblem(string source) => Assert.That(BccProgram.Read(source).Problems, Is.Empty);

    [Test]
    public void Read_LongTableWithoutMacros_IsNotTooMuch() => Assert.That(
        BccProgram.Read("int t[] = { " + string.Concat(Enumerable.Repeat("0,", 255_000)) + " };").Problems, Is.Empty);

    [Test]
    public void Read_PastedLongArgument_CountsEveryToken()
    {
        var source = "#define P(a) " + string.Concat(Enumerable.Repeat("x##a ", 2_000)) + "\nP("
            + string.Concat(Enumerable.Repeat("x ", 10_000)) + ")";
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problems = BccProgram.Read(source).Problems;

        Assert.That(problems.Select(problem => problem.Code), Is.EqualTo(new[] { EbpfCodes.TooComplex }));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200 * 1024 * 1024));
    }

    private static IEnumerable<TestCaseData> Excessive()
    {
        var doubling = "#define A0 x x\n" + string.Concat(Enumerable.Range(1, 60).Select(n => $"#define A{n} A{n - 1} A{n - 1}\n"));
        yield return new TestCaseData(doubling + "A60").SetArgDisplayNames("macros that double");
        yield return new TestCaseData(doubling.Replace("A0 x x", "A0", StringComparison.Ordinal) + "A60")
            .SetArgDisplayNames("macros that double nothing");
        yield return new TestCaseData("#define f(x) x\n" + string.Concat(Enumerable.Repeat("f(", 170_000)))
            .SetArgDisplayNames("calls that do not end");
        yield return new TestCaseData("#define f(x) x\n" + string.Concat(Enumerable.Repeat("f(", 5_000)) + new string(')', 5_000))
            .SetArgDisplayNames("calls in calls");
        yield return new TestCaseData("#define f(x) x x\n" + string.Concat(Enumerable.Repeat("f(", 60)) + "1" + new string(')', 60))
            .SetArgDisplayNames("arguments that double");
    }

    [TestCaseSource(nameof(Excessive))]
    public void Read_Excessive_GivesUp(string source) =>
        Assert.That(
            BccProgram.Read(source).Problems.Select(problem => problem.Code),
            Is.SubsetOf(new[] { EbpfCodes.TooComplex, EbpfCodes.Syntax }).And.Not.Empty);

    private static IEnumerable<TestCaseData> Deep()
    {
        yield return new TestCaseData("int f(void *c) " + new string('{', 200_000) + new string('}', 200_000)).SetArgDisplayNames("blocks");
        yield return new TestCaseData("int x[" + new string('(', 100_000) + "1" + new string(')', 100_000) + "];")
            .SetArgDisplayNames("parentheses in a length");
        yield return new TestCaseData(
            string.Concat(Enumerable.Repeat("struct a { ", 20_000)) + string.Concat(Enumerable.Repeat("};", 20_000)))
            .SetArgDisplayNames("structures");
        yield return new TestCaseData("#if " + new string('!', 300_000) + "1\n#endif\n").SetArgDisplayNames("a condition");
        yield return new TestCaseData(string.Concat(Enumerable.Repeat("#if 1\n", 50_000))).SetArgDisplayNames("conditions");
        yield return new TestCaseData("int f(void *c) { " + string.Concat(Enumerable.Repeat("struct s x; ", 30_000)) + "}")
            .SetArgDisplayNames("variables");
    }

    [TestCaseSource(nameof(Deep))]
    [CancelAfter(20_000)]
    public void Inspect_Deep_Ends(string source, CancellationToken cancellationToken) => Assert.That(
        () => EbpfInspector.Inspect(source, [("b", "events")], [new EbpfAttachment("p", "f", EbpfCall.Entry)], 8), Is.Not.Empty);
}
