using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Agents of 2023 do not say what they run: what they were told is known through reconnects and crashes of the server.</summary>
public sealed class LegacyReconnectTests() : ConvergenceTest("--Deployments:PoisonLosses=1000")
{
    [Test]
    public async Task Connect_NewIdAfterTheServerWasKilled_GetsItAgain()
    {
        var (module, agent) = await RunningAsync();
        await Server.RestartAsync();

        var restarted = await LegacyAgentAsync(node: agent.Node);
        await restarted.SucceedAsync(await restarted.DeployAsync(module.Id));

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        Assert.That((await Plane.AgentAsync(agent.Id)).State, Is.EqualTo(AgentState.Terminated));
        await NothingElseComesAsync(restarted);
    }

    [Test]
    public async Task Connect_SameIdAfterTheServerWasKilled_IsNotSentAgain()
    {
        var (module, agent) = await RunningAsync();
        await Server.RestartAsync();

        var back = await LegacyAgentAsync(agent.Id, agent.Node);

        await NothingElseComesAsync(back);
        Assert.That((await Plane.InstanceAsync(module.Id, back.Id))!.State, Is.EqualTo(InstanceState.Succeeded));
    }

    [Test]
    public async Task Connect_SameIdAfterADisconnect_IsNotSentAgain()
    {
        var (_, agent) = await RunningAsync();
        await VanishAsync(agent);

        var back = await LegacyAgentAsync(agent.Id, agent.Node);

        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_CutOffBeforeItsAnswer_IsStoppedThenDeployed()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.DeployAsync(module.Id);
        await VanishAsync(agent);

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await StopThenDeployAsync(back, module.Id);

        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
        await NothingElseComesAsync(back);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Connect_CutOffBeforeItsAnswerAndANewerRevisionIsDeployed_IsStoppedThenDeployed(bool isServerKilled)
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.DeployAsync(module.Id);
        if (isServerKilled)
        {
            await Server.RestartAsync();
        }
        else
        {
            await VanishAsync(agent);
        }

        var revised = await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        var content = (await Plane.Modules.GetModuleAsync(
            new GetModuleRequest { ModuleId = module.Id, View = ModuleView.Full }, ControlPlane.Options)).Module;
        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        var deploy = await StopThenDeployAsync(back, module.Id);

        Assert.That(revised.Revision, Is.EqualTo(2));
        Assert.That(deploy.Module.Ebpf.Code, Is.EqualTo(content.Ebpf.Source));
        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 2);
        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_CutOffBeforeItsStopWasAnswered_IsStoppedAgain()
    {
        var (module, agent) = await RunningAsync();
        await Plane.UndeployAsync(module.Id);
        await agent.UndeployAsync(module.Id);
        await VanishAsync(agent);

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await back.FailAsync(await back.UndeployAsync(module.Id), "module not found");

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_NewerRevisionWhileAway_IsStoppedThenDeployed()
    {
        var (module, agent) = await RunningAsync();
        await VanishAsync(agent);
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await StopThenDeployAsync(back, module.Id);

        await Plane.InstanceAsync(module.Id, back.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 2);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Connect_ModuleDeletedWhileAway_IsToldToStop(bool isServerKilled)
    {
        var (module, agent) = await RunningAsync();
        await VanishAsync(agent);
        await Plane.UndeployAsync(module.Id);
        await Plane.DeleteAsync(module.Id);
        if (isServerKilled)
        {
            await Server.RestartAsync();
        }

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await back.SucceedAsync(await back.UndeployAsync(module.Id));

        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_ForgottenAgentComesBack_WhatItMayRunIsStillKnown()
    {
        var (module, agent) = await RunningAsync();
        await VanishAsync(agent);
        await Plane.UndeployAsync(module.Id);
        await Plane.DeleteAsync(module.Id);
        await Plane.Agents.DeleteAgentAsync(new DeleteAgentRequest { AgentId = agent.Id }, ControlPlane.Options);

        var back = await LegacyAgentAsync(agent.Id, agent.Node);
        await back.SucceedAsync(await back.UndeployAsync(module.Id));

        await NothingElseComesAsync(back);
    }

    [Test]
    public async Task Connect_SecondStreamOfTheSameId_StopsThenDeploysWhatWasInFlight()
    {
        var module = await Plane.RunAsync();
        var first = await LegacyAgentAsync();
        await first.DeployAsync(module.Id);

        var second = await LegacyAgentAsync(first.Id, first.Node);
        AssertRefused(await first.OrdersEndAsync(), Grpc.Core.StatusCode.Aborted, "SUPERSEDED");
        await StopThenDeployAsync(second, module.Id);

        Assert.That(first.ReportsProcesses, Is.True);
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(second);
    }

    private static async Task<Tricorder.Legacy.Deployer.DeployModuleReq> StopThenDeployAsync(ScriptedLegacyAgent agent, string moduleId)
    {
        var stop = await agent.UndeployAsync(moduleId);
        Assert.That(agent.Waiting, Is.Zero);
        await agent.SucceedAsync(stop);
        var deploy = await agent.DeployAsync(moduleId);
        await agent.SucceedAsync(deploy);
        return deploy;
    }

    private async Task<(Module Module, ScriptedLegacyAgent Agent)> RunningAsync()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
        return (module, agent);
    }
}
