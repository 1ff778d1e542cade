// Lists modules, deploys one, and watches it converge on all agents.
// Usage: dotnet run -- MODULE [SERVER]   (SERVER such as http://127.0.0.1:50051; a token is taken from TRICORDER_TOKEN)
using Grpc.Core;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

if (args is not [var wanted, ..])
{
    Console.Error.WriteLine("usage: deploy-example MODULE [SERVER]");
    return 2;
}

using var client = new ApiServerClient(new ApiServerClientOptions
{
    Address = new Uri(args is [_, var server, ..] ? server : "http://127.0.0.1:50051"),
    Token = Environment.GetEnvironmentVariable("TRICORDER_TOKEN"),
});
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));

try
{
    Module? module = null;
    for (var request = new ListModulesRequest(); ;)
    {
        var page = await client.Modules.ListModulesAsync(request, cancellationToken: limit.Token);
        foreach (var one in page.Modules)
        {
            Console.WriteLine($"{one.Name}: revision {one.Revision}, {one.Lifecycle}");
            module = one.Name == wanted || one.Id == wanted ? one : module;
        }

        if (page.NextPageToken.Length == 0)
        {
            break;
        }

        request.PageToken = Following(request.PageToken, page.NextPageToken);
    }

    if (module is null)
    {
        Console.Error.WriteLine($"There is no module '{wanted}'.");
        return 1;
    }

    var accepted = (await client.Modules.DeployModuleAsync(
        new DeployModuleRequest { ModuleId = module.Id }, cancellationToken: limit.Token)).Deployment;
    var subscription = new Subscription { Key = "module", Modules = new ModulesTopic { ModuleIds = { module.Id } } };
    await foreach (var response in client.WatchAsync([subscription], cancellationToken: limit.Token))
    {
        foreach (var deployment in (response.Snapshot?.Modules ?? response.Changes?.Modules ?? []).Select(one => one.Deployment))
        {
            var counts = deployment.DisplayCounts;
            Console.WriteLine($"{deployment.Phase}: {counts.Running} of {counts.Total} running, "
                + $"{counts.Failed + counts.Held + counts.Unsupported} failed");
            if (deployment.Generation >= accepted.Generation && deployment.Phase is DeploymentPhase.Succeeded or DeploymentPhase.Degraded)
            {
                await TellFailuresAsync(client, module.Id, limit.Token);
                return deployment.Phase == DeploymentPhase.Succeeded ? 0 : 1;
            }
        }
    }

    return 1;
}
catch (RpcException exception)
{
    var error = ApiError.From(exception);
    Console.Error.WriteLine($"{error.Code}: {error.Message}");
    foreach (var violation in error.Violations)
    {
        Console.Error.WriteLine($"  {violation.Field}: {violation.Description}");
    }

    return 1;
}

static async Task TellFailuresAsync(ApiServerClient client, string moduleId, CancellationToken cancellationToken)
{
    foreach (var state in (DisplayState[])[DisplayState.Failed, DisplayState.Held, DisplayState.Unsupported])
    {
        for (var request = new ListModuleInstancesRequest { ModuleId = moduleId, DisplayState = state }; ;)
        {
            var page = await client.Modules.ListModuleInstancesAsync(request, cancellationToken: cancellationToken);
            foreach (var instance in page.Instances)
            {
                Console.WriteLine($"{instance.NodeName} failed: {instance.Message}");
            }

            if (page.NextPageToken.Length == 0)
            {
                break;
            }

            request.PageToken = Following(request.PageToken, page.NextPageToken);
        }
    }
}

// The token of the next page. The same one again would be the same page for ever.
static string Following(string token, string next) =>
    next != token ? next : throw new InvalidOperationException("The server gives the same page again: the list has no end.");
