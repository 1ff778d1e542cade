using System.Text;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm;
using Tricorder.ApiServer.Wasm.Compile;

namespace Tricorder.ApiServer.Tests.Wasm.Compile;

internal sealed class ClangCompilerTests : InspectorTest
{
    private const string Minimal =
        "#include \"tricorder.h\"\nvoid process(void) { struct json row = tricorder_row(8); tricorder_emit(&row); }\n";

    private const string OwnAbi = """
        #include <stdint.h>
        #include <stdlib.h>
        static uint8_t *in, *out;
        static uint32_t in_len, out_len;
        uint8_t *malloc_input_buf(uint32_t n) { return in = malloc(n); }
        uint8_t *malloc_output_buf(uint32_t n) { return out = malloc(n); }
        void free_input_buf(void) { free(in); }
        void free_output_buf(void) { free(out); }
        uint8_t *get_input_buf(void) { return in; }
        uint8_t *get_output_buf(void) { return out; }
        uint32_t get_input_buf_len(void) { return in_len; }
        uint32_t get_input_buf_cap(void) { return in_len; }
        uint32_t get_output_buf_len(void) { return out_len; }
        uint32_t get_output_buf_cap(void) { return out_len; }
        void set_input_buf_len(uint32_t n) { in_len = n; }
        void set_output_buf_len(uint32_t n) { out_len = n; }
        int process(void) { return 0; }
        """;

    [TestCase(Minimal, TestName = "Compile_WithTheSupportHeader_AgentsCanRunIt")]
    [TestCase(OwnAbi, TestName = "Compile_WithAnInterfaceOfItsOwn_AgentsCanRunIt")]
    public async Task Compile_Runnable(string source) => Assert.That(Inspect(await WasmTools.CompileAsync(source)), Is.Empty);

    [Test]
    public async Task Compile_Mistakes_AreFoundWhereTheyAre()
    {
        var problems = (await CompileAsync(
            "#include \"tricorder.h\"\n\nvoid process(void)\n{\n    int unused;\n    return missing;\n}\n")).Problems;

        Assert.That(
            problems.Select(problem => (problem.Severity, problem.Code, problem.Line, problem.Column)),
            Is.SupersetOf(new[] { (FindingSeverity.Error, WasmCodes.CompileError, 6, 12) }));
        Assert.That(problems[^1].Message, Does.Contain("missing"));
    }

    [Test]
    public async Task Compile_Warning_StillGivesAModule()
    {
        var result = await CompileAsync(Minimal + "static void unused(void) {}\n");

        Assert.That(result.Binary.IsEmpty, Is.False);
        Assert.That(result.Problems.Single(), Is.EqualTo(WasmProblem.InSource(
            FindingSeverity.Warning, WasmCodes.CompileWarning, "unused function 'unused'", 3, 13)));
    }

    [Test]
    public async Task Compile_UndefinedFunction_IsNamed()
    {
        var result = await CompileAsync("#include \"tricorder.h\"\nvoid other(void);\nvoid process(void) { other(); }\n");

        Assert.That(result.Binary.IsEmpty, Is.True);
        Assert.That(result.Problems.Single(), Has.Property("Code").EqualTo(WasmCodes.LinkError).And.Property("Message").Contain("'other'"));
    }

    [TestCase("#line 7 \"other.c\"\nint f = ;\n", "in other.c, line 7")]
    [TestCase("#include <stdlib.h>\n#define NULL +\nvoid *f = NULL;\n", "expected expression")]
    public async Task Compile_MistakeElsewhere_StillSaysWhat(string source, string message) =>
        Assert.That((await CompileAsync(source)).Problems.Select(problem => problem.Message), Has.Some.Contain(message));

    [Test]
    public async Task Compile_Twice_SameBytes()
    {
        var source = Minimal + "const char *where(void) { return __FILE__; }\nvoid *keep = where;\n";
        using var other = WasmTools.NewCompiler(new WasmOptions());

        var first = await CompileAsync(source);
        var second = await other.CompileCAsync(source, "process", CancellationToken.None);

        Assert.That(first.Binary.IsEmpty, Is.False);
        Assert.That(second, Is.Not.SameAs(first));
        Assert.That(second.Binary.ToArray(), Is.EqualTo(first.Binary.ToArray()));
    }

    [TestCase("__TIME__")]
    [TestCase("__DATE__")]
    public async Task Compile_TheTimeOfDay_IsRefused(string macro) =>
        Assert.That((await CompileAsync($"const char *when = {macro};")).Binary.IsEmpty, Is.True);

    [Test]
    public async Task Compile_SameSource_IsNotCompiledAgain()
    {
        var source = Minimal + "// cached\n";

        var first = await CompileAsync(source);

        Assert.That(await CompileAsync(source), Is.SameAs(first));
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        TestCaseData Case(string name, string source) => new TestCaseData(source).SetArgDisplayNames(name);
        yield return Case("include", "#include \"SECRET\"\n");
        yield return Case("include in angle brackets", "#include <SECRET>\n");
        yield return Case("include by a macro", "#define F \"SECRET\"\n#include F\n");
        yield return Case("include through a directory", "#include \"../..SECRET\"\n");
        yield return Case("include_next", "#include_next \"SECRET\"\n");
        yield return Case("import", "#import \"SECRET\"\n");
        yield return Case("embed", "const char secret[] = {\n#embed \"SECRET\"\n};\n");
        yield return Case("incbin", "__asm__(\".incbin \\\"SECRET\\\"\");\n");
        yield return Case("incbin in a function", "void f(void) { __asm__(\".incbin \\\"SECRET\\\"\"); }\n");
        yield return Case("incbin in parts", "asm(\".inc\" \"bin \\\"SECRET\\\"\");\n");
        yield return Case("dependency", "#pragma GCC dependency \"SECRET\"\n");
        yield return Case("environment", "#include \"/proc/self/environ\"\n");
        yield return Case("device", "#include \"/dev/zero\"\n");
        yield return Case("its own overlay", "#include \"files.yaml\"\n");
        yield return Case("module", "#pragma clang module import secret\n");
        yield return Case("linker", "#pragma comment(lib, \"SECRET\")\n");
        yield return Case("probing", "#if __has_include(\"SECRET\")\nconst char *found = \"there-is-one\";\n#endif\n");
    }

    [TestCaseSource(nameof(Hostile))]
    public async Task Compile_ReachingForFiles_GetsNothing(string source)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "\"planted-secret\"");
            var result = await CompileAsync(Minimal + source.Replace("SECRET", file, StringComparison.Ordinal));

            var seen = string.Join('\n', result.Problems) + Encoding.Latin1.GetString(result.Binary.Span);
            Assert.That(
                seen,
                Does.Not.Contain("planted-secret").And.Not.Contain("there-is-one").And.Not.Contain("root:").And.Not.Contain("fallthrough"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Doubling { get; } =
        "#define A0 x x\n" + string.Concat(Enumerable.Range(1, 40).Select(n => $"#define A{n} A{n - 1} A{n - 1}\n")) + "int A40;\n";

    private static IEnumerable<TestCaseData> Excessive()
    {
        yield return new TestCaseData(Doubling).SetArgDisplayNames("macros that double");
        yield return new TestCaseData("#include __FILE__\n").SetArgDisplayNames("includes itself");
        yield return new TestCaseData("char big[1u << 30] = {1};\nvoid *keep = big;\n").SetArgDisplayNames("a gigabyte of data");
        yield return new TestCaseData(new string('(', 200_000)).SetArgDisplayNames("parentheses");
        yield return new TestCaseData("int f(void) { return " + string.Concat(Enumerable.Repeat("-(", 50_000)) + ";")
            .SetArgDisplayNames("nesting");
        yield return new TestCaseData("void process(void) { process(" + new string('x', 400_000)).SetArgDisplayNames("a long name");
    }

    [TestCaseSource(nameof(Excessive))]
    public async Task Compile_WithoutEnd_IsStopped(string source)
    {
        using var impatient = WasmTools.NewCompiler(new WasmOptions { CompileTimeout = TimeSpan.FromSeconds(3) });

        var result = await impatient.CompileCAsync(source, "process", CancellationToken.None);

        Assert.That(result.Binary.IsEmpty, Is.True);
        Assert.That(result.Problems, Has.Some.Matches<WasmProblem>(problem => problem.Severity == FindingSeverity.Error));
    }

    [Test]
    public async Task Compile_NoCompiler_NamesThePackages()
    {
        using var compiler = WasmTools.NewCompiler(new WasmOptions { Clang = "/nowhere/clang" });

        var problem = (await compiler.CompileCAsync(Minimal, "process", CancellationToken.None)).Problems.Single();

        Assert.That(problem.Code, Is.EqualTo(WasmCodes.CompilerNotAvailable));
        Assert.That(
            problem.Message, Does.Contain("apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32").And.Contain("Wasm:Clang"));
    }

    [Test]
    public async Task Compile_NoLibrary_SaysWhereItLooked()
    {
        using var compiler = WasmTools.NewCompiler(new WasmOptions { Sysroot = "/nowhere" });

        Assert.That((await compiler.CompileCAsync(Minimal, "process", CancellationToken.None)).Problems.Single().Message,
            Does.Contain("no wasi-libc in '/nowhere'"));
    }

    private static Task<CompileResult> CompileAsync(string source) =>
        WasmTools.Compiler.CompileCAsync(source, "process", CancellationToken.None);
}
