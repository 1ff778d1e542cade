using Tricorder.ApiServer.Wasm.Confinement;

namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>An installed clang with all that it needs to make WASM of C.</summary>
/// <param name="Clang">Absolute path of the compiler.</param>
/// <param name="Version">What it says it is: part of what a compiled module depends on.</param>
/// <param name="Sysroot">Root of wasi-libc.</param>
/// <param name="Includes">Directories whose files sources may include: the C library's headers and the compiler's own.</param>
internal sealed record Toolchain(string Clang, string Version, string Sysroot, IReadOnlyList<string> Includes)
{
    private const string Packages = "clang lld wasi-libc libclang-rt-14-dev-wasm32";
    private static readonly string[] Questions = ["--version", "-print-resource-dir", "-print-prog-name=wasm-ld"];
    private static readonly string[] HeaderPaths = ["include/wasm32-wasi", "include"];
    private static readonly ProcessLimits Limits = new() { FileBytes = 0 };
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    /// <summary>The toolchain that the options lead to, or what is missing.</summary>
    public static async Task<(Toolchain? Found, string Missing)> FindAsync(WasmOptions options, CancellationToken cancellationToken)
    {
        if (FindCommand(options.Clang) is not { } clang)
        {
            return Lacks($"there is no '{options.Clang}'");
        }

        var answers = new List<string>();
        foreach (var question in Questions)
        {
            var answer = await ShortRun.RunAsync("/", [clang, question], Limits, Time, cancellationToken);
            if (!answer.Succeeded)
            {
                return Lacks($"'{clang} {question}' fails");
            }

            answers.Add(answer.Output.Trim());
        }

        var (version, resources, linker) = (answers[0], answers[1], answers[2]);
        var headers = HeaderPaths.Select(directory => Path.Combine(options.Sysroot, directory));
        if (headers.FirstOrDefault(directory => File.Exists(Path.Combine(directory, "wasi/api.h"))) is not { } libcHeaders
            || !File.Exists(Path.Combine(options.Sysroot, "lib/wasm32-wasi/libc.a")))
        {
            return Lacks($"there is no wasi-libc in '{options.Sysroot}'");
        }

        if (FindCommand(linker) is null)
        {
            return Lacks("there is no wasm-ld, the linker");
        }

        return Directory.EnumerateFiles(Path.Combine(resources, "lib"), "*builtins*wasm32*", SearchOption.AllDirectories).Any()
            ? (new Toolchain(clang, version, options.Sysroot, [libcHeaders, Path.Combine(resources, "include")]), "")
            : Lacks("clang has no runtime library for wasm32");
    }

    private static (Toolchain?, string) Lacks(string what) => (null,
        $"This server can not compile C: {what}. Install a WASI toolchain where the server runs (on Debian: apt-get install {Packages}), "
        + $"or set {WasmOptions.Section}:{nameof(WasmOptions.Clang)} and "
        + $"{WasmOptions.Section}:{nameof(WasmOptions.Sysroot)}; or compile the "
        + "program yourself and send it as PROGRAM_FORMAT_BINARY in wasm.binary.");

    private static string? FindCommand(string name)
    {
        if (Path.IsPathRooted(name))
        {
            return File.Exists(name) ? name : null;
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/local/bin:/usr/bin";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
    }
}
