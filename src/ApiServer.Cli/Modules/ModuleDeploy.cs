using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module deploy`.</summary>
internal static class ModuleDeploy
{
    public static Command Create()
    {
        var revision = OptionKinds.Number(
            "--revision", "Revision to run; 0 is the newest. For a single module.", usual: 0, least: 0, most: int.MaxValue);
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "deploy",
            "Make modules run on every agent, now and later ones. Returns when the server has noted it; agents follow on their own.",
            "tricorder module deploy tcp-connect --wait",
            "tricorder module deploy tcp-connect --revision 3",
            "tricorder module deploy --all --yes --wait --timeout 10m")
        {
            revision,
            WaitOptions.Wait,
            yes,
        };
        command.DefaultTimeout = WaitOptions.Timeout;
        command.TakesMany().Validators.Add(result =>
        {
            if (result.GetValue(revision) != 0 && result.GetValue(ModuleArguments.Many) is not [_])
            {
                result.AddError("--revision is for a single module.");
            }
        });
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var modules = await ModuleArguments.FindAsync(session, arguments, cancellationToken);
            if (arguments.GetValue(ModuleArguments.All))
            {
                await Reach.ConfirmAsync(
                    session,
                    arguments.GetValue(yes),
                    online => $"Deploy all {modules.Count} modules on {online} agents",
                    cancellationToken);
            }

            var rollout = new Rollout(session, DeploymentTarget.Deployed) { IsAll = arguments.GetValue(ModuleArguments.All) };
            return await rollout.RunAsync(modules, arguments.GetValue(revision), arguments.GetValue(WaitOptions.Wait), cancellationToken);
        });
    }
}
