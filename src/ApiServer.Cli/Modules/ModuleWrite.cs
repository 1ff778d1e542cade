using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module create`, `module update`, and `apply`, which does what is needed.</summary>
internal static class ModuleWrite
{
    public static Command Create() => Command(
        WriteMode.Create,
        "Create modules from manifests. The names must be free.",
        "tricorder module create -f samples/tcp-connect",
        "tricorder module create -f module.json --ebpf trace.bcc --wasm trace.wasm");

    public static Command Update() => Command(
        WriteMode.Update,
        "Change modules as manifests say. Agents go on running the revision that they run until it is deployed.",
        "tricorder module update -f samples/tcp-connect",
        "tricorder module update -f samples/tcp-connect --deploy --wait");

    public static Command Apply() => Command(
        WriteMode.Apply,
        "Create or change modules as manifests say. What is as it should be stays as it is, so it may be repeated.",
        "tricorder apply -f samples/tcp-connect --deploy --wait",
        "tricorder apply -f modules/ --dry-run",
        "tricorder module get tcp-connect -o yaml | sed s/48/64/ | tricorder apply -f -");

    private static ApiCommand Command(WriteMode mode, string description, params string[] examples)
    {
        var deploy = new Option<bool>("--deploy", "-d") { Description = "Deploy them too." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing: show what the server finds and what would change." };
        var command = new ApiCommand(EnumText.Of(mode), description, examples) { deploy, WaitOptions.Wait, dryRun };
        ManifestOptions.AddTo(command, isRequired: true);
        command.DefaultTimeout = WaitOptions.Timeout;
        command.Validators.Add(result =>
        {
            if (result.GetValue(WaitOptions.Wait) && !result.GetValue(deploy))
            {
                result.AddError("--wait is for --deploy: without it there is nothing to wait for.");
            }
        });
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var manifests = ManifestOptions.Read(arguments);
            var writer = new ModuleWriter(session, mode);
            if (manifests.Count > 1 || arguments.GetValue(dryRun))
            {
                await writer.CheckAsync(manifests, cancellationToken);
            }

            if (arguments.GetValue(dryRun))
            {
                await ManifestDiff.ShowAsync(session, manifests, cancellationToken);
                return ExitCode.Ok;
            }

            var modules = new List<Module>();
            foreach (var manifest in manifests)
            {
                modules.Add(await writer.WriteAsync(manifest, cancellationToken));
            }

            if (arguments.GetValue(deploy))
            {
                var rollout = new Rollout(session, DeploymentTarget.Deployed);
                return await rollout.RunAsync(modules, revision: 0, arguments.GetValue(WaitOptions.Wait), cancellationToken);
            }

            Print(session, modules);
            return ExitCode.Ok;
        });
    }

    private static void Print(Session session, List<Module> modules)
    {
        if (!session.Printer.IsTable)
        {
            var answer = new ListModulesResponse { Modules = { modules }, TotalSize = modules.Count };
            session.Printer.Print(modules, modules is [var one] ? one : answer, module => module.Name, ModuleColumns.All, empty: "");
        }
    }
}
