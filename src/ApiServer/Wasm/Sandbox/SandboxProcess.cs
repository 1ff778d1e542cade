using System.Diagnostics;
using Tricorder.ApiServer.Wasm.Confinement;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>A process of this program's that does nothing but run modules: what happens to it happens to no one else.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private const int MaxErrorChars = 4096;
    private static readonly ProcessLimits Limits = new() { DataBytes = SandboxLimits.ProcessBytes, FileBytes = 0, OpenFiles = 256 };

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_GCHeapHardLimit"] = "0x10000000",
        ["DOTNET_EnableDiagnostics"] = "0",
        // It works with a file in memory, which the limit on files forbids.
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_gcServer"] = "0",
    };

    private readonly Process _process = ConfinedProcess.Start("/", Command(), Limits, EnvironmentOfHost());
    private readonly Task<string> _errors;

    public SandboxProcess() => _errors = BoundedReading.ToEndAsync(_process.StandardError, MaxErrorChars, CancellationToken.None);

    /// <summary>Requests it has answered.</summary>
    public int Served { get; private set; }

    /// <summary>
    /// The answer; null when the process died of the request. Throws when it takes too long; either way the process is of no use then.
    /// </summary>
    public async Task<SandboxReply?> AskAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        var input = _process.StandardInput.BaseStream;
        try
        {
            await input.WriteAsync(SandboxFrames.Encode(request.Write), cancellationToken);
            await input.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }

        using var message = await SandboxFrames.ReadAsync(_process.StandardOutput.BaseStream, cancellationToken);
        Served++;
        return message is null ? null : SandboxReply.Read(message);
    }

    /// <summary>What a process that has died had to say.</summary>
    public Task<string> LastWordsAsync() => _errors;

    public void Dispose()
    {
        ConfinedProcess.Kill(_process);
        _process.Dispose();
    }

    private static IEnumerable<string> Command()
    {
        var program = typeof(SandboxProcess).Assembly.Location;
        var host = System.Environment.ProcessPath ?? "dotnet";
        // Started as `dotnet apiserver.dll`, or by tests: the same runtime with the assembly. Published: the program itself.
        if (Path.GetFileNameWithoutExtension(host) == "apiserver")
        {
            return [host, SandboxWorker.Argument];
        }

        return [Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", program, SandboxWorker.Argument];
    }

    private static Dictionary<string, string> EnvironmentOfHost()
    {
        var environment = new Dictionary<string, string>(Environment);
        foreach (var name in new[] { "DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT" })
        {
            if (System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
