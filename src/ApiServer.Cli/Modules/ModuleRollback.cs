using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module rollback`.</summary>
internal static class ModuleRollback
{
    public static Command Create()
    {
        var to = OptionKinds.Number(
            "--to", "Revision to go back to; 0 is the one before that which should run now.", usual: 0, least: 0, most: int.MaxValue);
        var command = new ApiCommand(
            "rollback",
            "Make an earlier revision of a module run on every agent.",
            "tricorder module rollback tcp-connect --wait",
            "tricorder module rollback tcp-connect --to 3")
        {
            ModuleArguments.One,
            to,
            WaitOptions.Wait,
        };
        command.DefaultTimeout = WaitOptions.Timeout;
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var module = await ModuleFinder.FindAsync(session, arguments.GetRequiredValue(ModuleArguments.One), cancellationToken);
            var revision = arguments.GetValue(to) is > 0 and var given ? given : await BeforeAsync(session, module, cancellationToken);
            return await new Rollout(session, DeploymentTarget.Deployed).RunAsync(
                [module], revision, arguments.GetValue(WaitOptions.Wait), cancellationToken);
        });
    }

    private static async Task<int> BeforeAsync(Session session, Module module, CancellationToken cancellationToken)
    {
        if (module.Lifecycle != ModuleLifecycle.Deployed)
        {
            throw new CliException(
                ExitCode.Failed,
                $"Module '{module.Name}' is not deployed, so there is nothing to go back from",
                "Name a revision with --to.");
        }

        var revisions = await ModuleRevisions.ListAsync(session, module.Id, cancellationToken);
        return revisions.Where(revision => revision.Revision < module.Deployment.Revision).Max(revision => (int?)revision.Revision)
            ?? throw new CliException(
                ExitCode.Failed,
                $"No revision of '{module.Name}' before {module.Deployment.Revision} is kept",
                $"See tricorder module revisions {module.Name}.");
    }
}
