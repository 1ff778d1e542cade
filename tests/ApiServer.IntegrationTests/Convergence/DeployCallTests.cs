using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Deploying as callers see it: what is refused, what is repeated, many at once.</summary>
public sealed class DeployCallTests() : ConvergenceTest()
{
    [Test]
    public async Task BatchDeployModules_OneIsUnknown_OthersAreDeployed()
    {
        var agent = await AgentAsync();
        var modules = new[] { await Plane.CreateAsync(), await Plane.CreateAsync() };
        var unknown = Guid.NewGuid().ToString();

        var answer = await Plane.Modules.BatchDeployModulesAsync(
            new BatchDeployModulesRequest { ModuleIds = { modules[0].Id, unknown, modules[1].Id }, Target = DeploymentTarget.Deployed },
            ControlPlane.Options);
        var orders = new HashSet<string>();
        foreach (var _ in modules)
        {
            var order = await agent.OrderAsync();
            orders.Add(order.ModuleId);
            await agent.SucceedAsync(order);
        }

        Assert.That(answer.Results.Select(result => result.ModuleId), Is.EqualTo(new[] { modules[0].Id, unknown, modules[1].Id }));
        Assert.That(answer.Results[1].Error.Code, Is.EqualTo((int)StatusCode.NotFound));
        Assert.That(answer.Results[0].Deployment.Target, Is.EqualTo(DeploymentTarget.Deployed));
        Assert.That(orders, Is.EquivalentTo(modules.Select(module => module.Id)));
    }

    [Test]
    public async Task BatchDeployModules_All_UndeploysEverything()
    {
        var agent = await AgentAsync();
        var modules = new[] { await Plane.RunAsync(), await Plane.RunAsync(), await Plane.RunAsync() };
        foreach (var module in modules)
        {
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
        }

        var idle = await Plane.CreateAsync();
        var answer = await Plane.Modules.BatchDeployModulesAsync(
            new BatchDeployModulesRequest { All = true, Target = DeploymentTarget.Undeployed }, ControlPlane.Options);
        var stopped = new HashSet<string>();
        foreach (var _ in modules)
        {
            var order = await agent.OrderAsync();
            Assert.That(order.Action, Is.EqualTo(ModuleAction.Undeploy));
            stopped.Add(order.ModuleId);
            await agent.SucceedAsync(order);
        }

        Assert.That(answer.Results.Where(result => result.Error is not null), Is.Empty);
        Assert.That(answer.Results.Select(result => result.ModuleId), Does.Not.Contain(idle.Id));
        Assert.That(stopped, Is.EquivalentTo(modules.Select(module => module.Id)));
        foreach (var module in modules)
        {
            await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        }
    }

    [Test]
    public void BatchDeployModules_NoIdsAndNotAll_IsInvalidArgument()
    {
        var error = Assert.ThrowsAsync<RpcException>(async () => await Plane.Modules.BatchDeployModulesAsync(
            new BatchDeployModulesRequest { Target = DeploymentTarget.Undeployed }, ControlPlane.Options));

        AssertRefused(error, StatusCode.InvalidArgument);
    }

    [Test]
    public async Task BatchDeployModules_MoreThan500_IsInvalidArgument()
    {
        var module = await Plane.CreateAsync();
        var request = new BatchDeployModulesRequest { Target = DeploymentTarget.Deployed };
        request.ModuleIds.Add(Enumerable.Range(0, 501).Select(_ => Guid.NewGuid().ToString()));
        request.ModuleIds[0] = module.Id;

        AssertRefused(
            Assert.ThrowsAsync<RpcException>(async () => await Plane.Modules.BatchDeployModulesAsync(request, ControlPlane.Options)),
            StatusCode.InvalidArgument);
        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeploymentAsync(module.Id)), StatusCode.NotFound);
    }

    [Test]
    public async Task BatchDeployModules_SameRequestId_AnswersTheSameAndDeploysOnce()
    {
        var module = await Plane.CreateAsync();
        var request = new BatchDeployModulesRequest
        {
            ModuleIds = { module.Id, Guid.NewGuid().ToString() },
            Target = DeploymentTarget.Deployed,
            RequestId = Guid.NewGuid().ToString(),
        };

        var first = await Plane.Modules.BatchDeployModulesAsync(request, ControlPlane.Options);
        var second = await Plane.Modules.BatchDeployModulesAsync(request, ControlPlane.Options);

        Assert.That(second, Is.EqualTo(first));
        Assert.That((await Plane.DeploymentAsync(module.Id)).Generation, Is.EqualTo(first.Results[0].Deployment.Generation));
    }

    [Test]
    public async Task DeleteModule_SameRequestId_IsAnsweredOnceMore()
    {
        var module = await Plane.CreateAsync();
        var request = new DeleteModuleRequest { ModuleId = module.Id, RequestId = Guid.NewGuid().ToString() };

        await Plane.Modules.DeleteModuleAsync(request, ControlPlane.Options);
        await Plane.Modules.DeleteModuleAsync(request, ControlPlane.Options);

        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeleteAsync(module.Id)), StatusCode.NotFound);
    }

    [Test]
    public void DeployModule_UnknownModule_IsNotFound() =>
        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeployAsync(Guid.NewGuid().ToString())), StatusCode.NotFound);

    [Test]
    public async Task DeployModule_UnknownRevision_IsNotFoundAndChangesNothing()
    {
        var module = await Plane.RunAsync();
        var before = await Plane.DeploymentAsync(module.Id);

        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeployAsync(module.Id, revision: 5)), StatusCode.NotFound);

        Assert.That(await Plane.DeploymentAsync(module.Id), Is.EqualTo(before));
    }

    [Test]
    public async Task GetDeployment_NeverDeployed_IsNotFound()
    {
        var module = await Plane.CreateAsync();

        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeploymentAsync(module.Id)), StatusCode.NotFound);
    }

    [Test]
    public async Task DeployModule_SameRequestId_AnswersTheSameAndDeploysOnce()
    {
        var module = await Plane.CreateAsync();
        var request = new DeployModuleRequest { ModuleId = module.Id, RequestId = Guid.NewGuid().ToString() };

        var first = await Plane.Modules.DeployModuleAsync(request, ControlPlane.Options);
        var second = await Plane.Modules.DeployModuleAsync(request, ControlPlane.Options);

        Assert.That(second, Is.EqualTo(first));
        Assert.That((await Plane.DeploymentAsync(module.Id)).Generation, Is.EqualTo(first.Deployment.Generation));
    }

    [Test]
    public async Task DeployModule_RequestIdOfAnotherRequest_IsInvalidArgument()
    {
        var modules = new[] { await Plane.CreateAsync(), await Plane.CreateAsync() };
        var requestId = Guid.NewGuid().ToString();
        await Plane.Modules.DeployModuleAsync(
            new DeployModuleRequest { ModuleId = modules[0].Id, RequestId = requestId }, ControlPlane.Options);

        var error = Assert.ThrowsAsync<RpcException>(async () => await Plane.Modules.DeployModuleAsync(
            new DeployModuleRequest { ModuleId = modules[1].Id, RequestId = requestId }, ControlPlane.Options));

        AssertRefused(error, StatusCode.InvalidArgument);
        AssertRefused(Assert.ThrowsAsync<RpcException>(() => Plane.DeploymentAsync(modules[1].Id)), StatusCode.NotFound);
    }

    [Test]
    public async Task DeployModule_RequestIdRepeatedAfterDeleteAndRestart_StillAnswersTheSame()
    {
        var module = await Plane.CreateAsync();
        var request = new DeployModuleRequest { ModuleId = module.Id, RequestId = Guid.NewGuid().ToString() };
        var first = await Plane.Modules.DeployModuleAsync(request, ControlPlane.Options);
        await Plane.UndeployAsync(module.Id);
        await Plane.DeleteAsync(module.Id);
        await Server.RestartAsync();

        var second = await Plane.Modules.DeployModuleAsync(request, ControlPlane.Options);

        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task DeleteModule_Deployed_IsFailedPrecondition()
    {
        var module = await Plane.RunAsync();

        AssertRefused(
            Assert.ThrowsAsync<RpcException>(() => Plane.DeleteAsync(module.Id)), StatusCode.FailedPrecondition, "MODULE_DEPLOYED");

        Assert.That((await Plane.DeploymentAsync(module.Id)).Target, Is.EqualTo(DeploymentTarget.Deployed));
    }

    [Test]
    public async Task DeleteModule_AgentsStillStoppingIt_TheyAreToldAllTheSame()
    {
        var module = await Plane.RunAsync();
        var agent = await AgentAsync();
        var deploy = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await Plane.UndeployAsync(module.Id);

        await Plane.DeleteAsync(module.Id);
        await agent.SucceedAsync(deploy);

        await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_NoAgents_IsSucceeded()
    {
        var module = await Plane.CreateAsync();

        var deployment = await Plane.DeployAsync(module.Id);

        Assert.That(deployment.Phase, Is.EqualTo(DeploymentPhase.Succeeded));
        Assert.That(deployment.Conditions.Select(condition => condition.Type), Is.EqualTo(
            new[] { "Validated", "TableReady", "AgentsConverged", "DashboardReady", "DataFlowing" }));
        Assert.That(
            deployment.Conditions.Single(condition => condition.Type == "TableReady").Status, Is.EqualTo(ConditionStatus.NotConfigured));
    }
}
