using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm.Confinement;

namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>
/// Makes WASM of an author's C. The compiler sees a file system of ours that holds the source, tricorder.h, the headers of the C library
/// and its own, and nothing else: there is nothing to include but that, however the source writes it.
/// </summary>
internal sealed class ClangCompiler(IOptions<WasmOptions> options)
{
    private const string SourceName = "module.c";
    private const string ObjectName = "module.o";
    private const string BinaryName = "module.wasm";
    private const string HeaderName = "tricorder.h";
    private const string OverlayName = "files.yaml";
    private const int MaxBinaryBytes = 16 * 1024 * 1024;
    private const long MaxMemory = 1024L * 1024 * 1024;

    private static readonly string Header = ReadHeader();

    // A reactor, because it is called many times. Nothing of the place or time of the build gets into the output.
    private static readonly string[] CompileFlags =
    [
        "--target=wasm32-wasi", "-x", "c", "-std=gnu11", "-Oz", "-Wall", "-Wextra", "-Werror=date-time",
        "-Werror=implicit-function-declaration", "-I.", "-c", "-o", ObjectName, SourceName,
        "-ivfsoverlay", OverlayName, "-fno-gnu-inline-asm", "-fno-autolink", "-ferror-limit=50", "-fno-caret-diagnostics",
        "-fno-diagnostics-show-option", "-fno-color-diagnostics", "-fno-crash-diagnostics",
    ];

    private static readonly string[] LinkFlags =
    [
        "--target=wasm32-wasi", "-mexec-model=reactor", ObjectName, "-o", BinaryName, "-fno-color-diagnostics", "-fno-crash-diagnostics",
        "-Wl,--strip-all", "-Wl,--gc-sections", "-Wl,--stack-first", "-Wl,-z,stack-size=65536", "-Wl,--max-memory=67108864",
    ];

    /// <summary>What a compiled module depends on besides its source and the toolchain.</summary>
    public static string Recipe { get; } = string.Join(' ', [.. CompileFlags, .. LinkFlags, .. AgentAbi.Functions.Keys, Header]);

    /// <param name="toolchain">What to compile with.</param>
    /// <param name="source">The C source.</param>
    /// <param name="functionName">The function that agents call; it is exported even if the source does not say so.</param>
    /// <param name="cancellationToken">Ends the compiler too.</param>
    public async Task<CompileResult> CompileAsync(
        Toolchain toolchain, string source, string functionName, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("apiserver-compile-").FullName;
        try
        {
            await PrepareAsync(directory, toolchain, source, cancellationToken);
            var compiled = await RunAsync(directory, [toolchain.Clang, "--sysroot", toolchain.Sysroot, .. CompileFlags], alone: true,
                cancellationToken);
            var problems = ProblemsOf(compiled);
            if (!compiled.Succeeded)
            {
                return new CompileResult(default, problems);
            }

            var linked = await RunAsync(directory,
                [toolchain.Clang, "--sysroot", toolchain.Sysroot, .. LinkFlags, .. Exports(functionName)], alone: false,
                cancellationToken);
            return linked.Succeeded
                ? new CompileResult(
                    await File.ReadAllBytesAsync(Path.Combine(directory, BinaryName), cancellationToken), problems)
                : new CompileResult(default, [.. problems, .. ProblemsOf(linked)]);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task PrepareAsync(
        string directory, Toolchain toolchain, string source, CancellationToken cancellationToken)
    {
        Task Write(string name, string text) => File.WriteAllTextAsync(Path.Combine(directory, name), text, cancellationToken);
        await Write(SourceName, source);
        await Write(HeaderName, Header);
        await Write(OverlayName, Overlay(directory, toolchain));
    }

    /// <summary>The compiler's file system. Without fall-through, a path that is not in it does not exist.</summary>
    private static string Overlay(string directory, Toolchain toolchain)
    {
        static object Entry(string type, string path) => new Dictionary<string, string>
        {
            ["type"] = type,
            ["name"] = path,
            ["external-contents"] = path,
        };
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["version"] = 0,
            ["case-sensitive"] = "true",
            ["use-external-names"] = "false",
            ["fallthrough"] = "false",
            ["roots"] = toolchain.Includes.Select(path => Entry("directory-remap", path))
                .Append(Entry("file", Path.Combine(directory, SourceName)))
                .Append(Entry("file", Path.Combine(directory, HeaderName))),
        });
    }

    private Task<ProcessOutcome> RunAsync(
        string directory, IEnumerable<string> command, bool alone, CancellationToken cancellationToken)
    {
        var time = options.Value.CompileTimeout;
        var limits = new ProcessLimits
        {
            ProcessorTime = time,
            AddressSpaceBytes = MaxMemory,
            FileBytes = MaxBinaryBytes,
            Alone = alone,
        };
        return ShortRun.RunAsync(directory, command, limits, time, cancellationToken);
    }

    private static IEnumerable<string> Exports(string functionName) =>
        AgentAbi.Functions.Keys.Append(functionName).SelectMany(name => new[] { "-Xlinker", $"--export-if-defined={name}" });

    private static IReadOnlyList<WasmProblem> ProblemsOf(ProcessOutcome outcome)
    {
        var problems = ClangDiagnostics.Parse(outcome.Error, SourceName);
        if (outcome.Succeeded || problems.Any(problem => problem.Severity == FindingSeverity.Error))
        {
            return problems;
        }

        var message = outcome.Killed
            ? "the compiler was stopped at a limit of time, memory or output: look for macros or initialisers that expand without end"
            : "the compiler failed without saying why; simplify the source";
        return [.. problems, WasmProblem.InSource(FindingSeverity.Error, WasmCodes.CompileLimit, message, 0, 0)];
    }

    private static string ReadHeader()
    {
        using var stream = typeof(ClangCompiler).Assembly.GetManifestResourceStream(HeaderName)
            ?? throw new InvalidOperationException($"{HeaderName} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
