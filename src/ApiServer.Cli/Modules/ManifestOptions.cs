using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>-f and what goes with it, of the commands that read manifests.</summary>
internal static class ManifestOptions
{
    public static Option<string[]> Files { get; } = new("--file", "-f")
    {
        Description =
            "Manifest, or a directory with module.yaml, module.json or *.module.yaml in it or below; - is standard input. May be repeated.",
        HelpName = "path",
    };

    public static Option<string?> Ebpf { get; } = new("--ebpf", "-b")
    {
        Description = "eBPF program to take instead: C of BCC, or a compiled .o.",
        HelpName = "file",
    };

    public static Option<string?> Wasm { get; } = new("--wasm")
    {
        Description = "WASM function to take instead: .c, .wat or .wasm.",
        HelpName = "file",
    };

    public static Option<bool> AllowOutside { get; } = new("--allow-outside")
    {
        Description = "Let manifests name files outside of their own directory.",
    };

    public static void AddTo(ApiCommand command, bool isRequired)
    {
        command.Add(Files);
        command.Add(Ebpf);
        command.Add(Wasm);
        command.Add(AllowOutside);
        command.Validators.Add(result =>
        {
            if (isRequired && result.GetValue(Files) is not [_, ..])
            {
                result.AddError("--file: name a manifest or a directory, such as -f samples/tcp-connect");
            }
        });
    }

    /// <summary>Reads all; --ebpf and --wasm are for a single one.</summary>
    public static IReadOnlyList<Manifest> Read(ParseResult arguments)
    {
        var programs = new ManifestPrograms(
            arguments.GetValue(Ebpf), arguments.GetValue(Wasm), arguments.GetValue(AllowOutside));
        var manifests = ManifestSet.Read(arguments.GetValue(Files) ?? [], programs);
        return manifests.Count == 1 || programs is { Ebpf: null, Wasm: null } ? manifests : throw new CliException(
            ExitCode.WrongUsage, $"--ebpf and --wasm are for a single manifest, and there are {manifests.Count}");
    }
}
