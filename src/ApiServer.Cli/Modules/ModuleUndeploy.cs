using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module undeploy`.</summary>
internal static class ModuleUndeploy
{
    public static Command Create()
    {
        var yes = Confirmation.Yes();
        var command = new ApiCommand(
            "undeploy",
            "Make every agent stop running modules, in the middle of a deploy too. Tables and rows stay.",
            "tricorder module undeploy tcp-connect --wait",
            "tricorder module undeploy --all --yes        # the emergency stop")
        {
            WaitOptions.Wait,
            yes,
        };
        command.DefaultTimeout = WaitOptions.Timeout;
        return command.TakesMany().Runs(async (session, arguments, cancellationToken) =>
        {
            var modules = await ModuleArguments.FindAsync(session, arguments, cancellationToken);
            var isAll = arguments.GetValue(ModuleArguments.All);
            if (isAll)
            {
                var deployed = modules.Count(module => module.Lifecycle == ModuleLifecycle.Deployed);
                await Reach.ConfirmAsync(
                    session,
                    arguments.GetValue(yes),
                    online => $"Stop all {deployed} deployed modules on {online} agents",
                    cancellationToken);
            }

            var rollout = new Rollout(session, DeploymentTarget.Undeployed) { IsAll = isAll };
            return await rollout.RunAsync(modules, revision: 0, arguments.GetValue(WaitOptions.Wait), cancellationToken);
        });
    }
}
