using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Deploys or undeploys modules, tells what became of each, and waits for the agents where that is asked for.</summary>
internal sealed class Rollout(Session session, DeploymentTarget target)
{
    private const int MaxAtOnce = 500;

    /// <summary>
    /// All modules there are: also what comes into being while the command runs, so that nothing escapes the emergency stop.
    /// </summary>
    public bool IsAll { get; init; }

    public async Task<int> RunAsync(IReadOnlyList<Module> modules, int revision, bool isWaiting, CancellationToken cancellationToken)
    {
        if (modules.Count == 0 && !IsAll)
        {
            session.Terminal.Error.WriteLine(target == DeploymentTarget.Deployed ? "There are no modules." : "No module is deployed.");
            return ExitCode.Ok;
        }

        var names = modules.ToDictionary(module => module.Id, module => module.Name);
        var (accepted, exitCode) = await StartAsync(modules, names, revision, cancellationToken);
        if (accepted.Count == 0 && exitCode == ExitCode.Ok)
        {
            session.Terminal.Error.WriteLine(target == DeploymentTarget.Deployed ? "There are no modules." : "No module is deployed.");
        }

        if (session.Printer.IsTable)
        {
            foreach (var (id, deployment) in accepted)
            {
                session.Printer.Done(target == DeploymentTarget.Deployed
                    ? $"{names[id]}: revision {deployment.Revision} should run on {Shown.Reach(Shown.Of(deployment))}"
                    : $"{names[id]}: should stop on {Shown.Of(deployment).Total} agents");
            }
        }

        foreach (var finding in accepted.Values.SelectMany(deployment => deployment.Findings).DistinctBy(finding => finding.Message))
        {
            session.Terminal.Error.WriteLine(FindingText.Of(finding));
        }

        if (isWaiting && accepted.Count > 0)
        {
            var end = await new Convergence(session).WaitAsync(accepted, names, cancellationToken);
            exitCode = exitCode == ExitCode.Ok ? end : exitCode;
        }

        await PrintAsync(accepted, names, isWaiting, cancellationToken);
        return exitCode;
    }

    private async Task<(Dictionary<string, Deployment> Accepted, int ExitCode)> StartAsync(
        IReadOnlyList<Module> modules, Dictionary<string, string> names, int revision, CancellationToken cancellationToken)
    {
        if (modules is [var one] && !IsAll)
        {
            return (new Dictionary<string, Deployment> { [one.Id] = await StartAsync(one, revision, cancellationToken) }, ExitCode.Ok);
        }

        var accepted = new Dictionary<string, Deployment>();
        var exitCode = ExitCode.Ok;
        IEnumerable<BatchDeployModulesRequest> requests = IsAll
            ? [new BatchDeployModulesRequest { All = true, Target = target }]
            : modules.Chunk(MaxAtOnce)
                .Select(batch => new BatchDeployModulesRequest { ModuleIds = { batch.Select(module => module.Id) }, Target = target });
        foreach (var request in requests)
        {
            var answer = await session.Client.Modules.BatchDeployModulesAsync(request, cancellationToken: cancellationToken);
            foreach (var result in answer.Results)
            {
                names.TryAdd(result.ModuleId, result.ModuleId);
                if (result.ResultCase == BatchDeployResult.ResultOneofCase.Error)
                {
                    exitCode = session.Errors.Print(ApiError.From(result.Error), names[result.ModuleId]);
                }
                else
                {
                    accepted[result.ModuleId] = result.Deployment;
                }
            }
        }

        return (accepted, exitCode);
    }

    private async Task<Deployment> StartAsync(Module module, int revision, CancellationToken cancellationToken)
    {
        if (target == DeploymentTarget.Deployed)
        {
            var request = new DeployModuleRequest { ModuleId = module.Id, Revision = revision };
            return (await session.Client.Modules.DeployModuleAsync(request, cancellationToken: cancellationToken)).Deployment;
        }

        var stop = new UndeployModuleRequest { ModuleId = module.Id };
        return (await session.Client.Modules.UndeployModuleAsync(stop, cancellationToken: cancellationToken)).Deployment;
    }

    private async Task PrintAsync(
        Dictionary<string, Deployment> deployments, Dictionary<string, string> names, bool isNewer, CancellationToken cancellationToken)
    {
        if (session.Printer.IsTable)
        {
            return;
        }

        var results = new BatchDeployModulesResponse();
        foreach (var (id, deployment) in deployments)
        {
            var request = new GetDeploymentRequest { ModuleId = id };
            var newest = isNewer
                ? (await session.Client.Modules.GetDeploymentAsync(request, cancellationToken: cancellationToken)).Deployment
                : deployment;
            results.Results.Add(new BatchDeployResult { ModuleId = id, Deployment = newest });
        }

        session.Printer.Print(results.Results, results, result => names[result.ModuleId], [], empty: "");
    }
}
