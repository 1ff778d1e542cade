using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Wasm.Sandbox;

namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>
/// Turns source text into WASM binaries: C with clang, WAT in the sandbox. The same source gives the same bytes as long as the toolchain
/// is the same. Few compilers run at a time: agents come first.
/// </summary>
internal sealed class WasmCompiler(ClangCompiler clang, WasmSandbox sandbox, IOptions<WasmOptions> options) : IDisposable
{
    private const long MaxCachedBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly CompileCache _cache = new(MaxCachedBytes);
    private Toolchain? _toolchain;

    public async Task<CompileResult> CompileCAsync(string source, string functionName, CancellationToken cancellationToken)
    {
        if (_toolchain is not { } toolchain || !File.Exists(toolchain.Clang))
        {
            // Looked for again each time, so that installing it is enough.
            (_toolchain, var missing) = await Toolchain.FindAsync(options.Value, cancellationToken);
            if (_toolchain is null)
            {
                return CompileResult.Failed(WasmProblem.InSource(FindingSeverity.Error, WasmCodes.CompilerNotAvailable, missing, 0, 0));
            }

            toolchain = _toolchain;
        }

        var key = KeyOf(toolchain.Version, ClangCompiler.Recipe, functionName, source);
        return await OnceAsync(key, () => clang.CompileAsync(toolchain, source, functionName, cancellationToken), cancellationToken);
    }

    public Task<CompileResult> ConvertWatAsync(string source, CancellationToken cancellationToken) =>
        OnceAsync(KeyOf("wat", source), () => sandbox.ConvertWatAsync(source, cancellationToken), cancellationToken);

    public void Dispose() => _slots.Dispose();

    private async Task<CompileResult> OnceAsync(string key, Func<Task<CompileResult>> compile, CancellationToken cancellationToken)
    {
        if (_cache.Find(key) is { } cached)
        {
            return cached;
        }

        await _slots.WaitAsync(cancellationToken);
        try
        {
            if (_cache.Find(key) is { } meanwhile)
            {
                return meanwhile;
            }

            var result = await compile();
            if (!result.Binary.IsEmpty)
            {
                _cache.Add(key, result);
            }

            return result;
        }
        finally
        {
            _slots.Release();
        }
    }

    private static string KeyOf(params string[] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
