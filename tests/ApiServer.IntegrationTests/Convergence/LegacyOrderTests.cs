using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>Orders on the wire of 2023: one outstanding, a stop before each new revision, nothing undeployed without need.</summary>
public sealed class LegacyOrderTests() : ConvergenceTest(
    "--Deployments:PoisonLosses=1000", "--Deployments:RetryMin=00:00:00.2", "--Deployments:RetryMax=00:00:01")
{
    [Test]
    public async Task DeployModule_FirstMessageCarriesOnlyAgent_GetsWhatIsDeployed()
    {
        var module = await Plane.RunAsync();
        var content = (await Plane.Modules.GetModuleAsync(
            new GetModuleRequest { ModuleId = module.Id, View = ModuleView.Full }, ControlPlane.Options)).Module;

        var agent = await LegacyAgentAsync();
        var order = await agent.DeployAsync(module.Id);
        await agent.SucceedAsync(order);

        var wasm = order.Module.Wasm;
        Assert.That(order.Module.Name, Is.EqualTo(module.Name));
        Assert.That(wasm.Fmt, Is.EqualTo(Tricorder.Legacy.Common.Format.Binary));
        Assert.That(wasm.Code, Is.EqualTo(content.Wasm.Binary));
        Assert.That(wasm.FnName, Is.EqualTo("tcp_connect"));
        Assert.That(wasm.OutputSchema.Name, Is.EqualTo(content.OutputSchema.TableName).And.Not.Empty);
        Assert.That(
            wasm.OutputSchema.Fields.Select(field => (field.Name, field.Type)),
            Is.EqualTo(new[] { ("data", Tricorder.Legacy.Common.DataField.Types.Type.Jsonb) }));
        Assert.That(order.Module.WasmOutputEncoding, Is.EqualTo(Tricorder.Legacy.Module.EncodingParadigm.Json));
        Assert.That(order.Module.Ebpf.PerfBufferName, Is.EqualTo("events"));
        Assert.That(order.Module.Ebpf.Code, Is.EqualTo(content.Ebpf.Source));
        Assert.That(order.Module.Ebpf.Probes.Select(probe => (probe.Target, probe.Entry, probe.Return)), Is.EqualTo(
            content.Ebpf.Probes.Select(probe => (probe.Target, probe.EntryFunction, probe.ReturnFunction))));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        Assert.That((await Plane.AgentAsync(agent.Id)).Protocol, Is.EqualTo(AgentProtocol.Legacy));
    }

    [Test]
    public async Task DeployModule_NewRevision_StopsFirstAndWaitsForTheAnswer()
    {
        var (module, agent) = await RunningAsync();
        var quick = await AgentAsync();
        await quick.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await Plane.ReviseAsync(module.Id);

        await Plane.DeployAsync(module.Id);
        var stop = await agent.UndeployAsync(module.Id);
        await quick.ObeyAsync(ModuleAction.Deploy, module.Id, 2);
        await Plane.InstanceAsync(module.Id, quick.Id, InstanceState.Succeeded);
        Assert.That(agent.Waiting, Is.Zero, "nothing comes before the stop is answered");
        await agent.SucceedAsync(stop);
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 2);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_StopAnsweredFailed_CountsAsGone()
    {
        var (module, agent) = await RunningAsync();
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);

        await agent.FailAsync(await agent.UndeployAsync(module.Id), "module not found");
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 2);
    }

    [Test]
    public async Task UndeployModule_AnsweredFailed_CountsAsGone()
    {
        var (module, agent) = await RunningAsync();

        await Plane.UndeployAsync(module.Id);
        await agent.FailAsync(await agent.UndeployAsync(module.Id), "module not found");

        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_Failed_KeepsTheTextAndIsRetried()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();

        await agent.FailAsync(await agent.DeployAsync(module.Id), "bcc: no such kernel symbol");
        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        Assert.That(failed.Message, Is.EqualTo("bcc: no such kernel symbol"));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [Test]
    public async Task DeployModule_SeveralModules_OneOrderIsOutstanding()
    {
        var modules = new[] { await Plane.RunAsync(), await Plane.RunAsync(), await Plane.RunAsync() };
        var agent = await LegacyAgentAsync();
        var quick = await AgentAsync();
        foreach (var module in modules)
        {
            await quick.ObeyAsync(ModuleAction.Deploy, module.Id);
        }

        foreach (var module in modules)
        {
            await Plane.InstanceAsync(module.Id, quick.Id, InstanceState.Succeeded);
            var order = await agent.DeployAsync(module.Id);
            Assert.That(agent.Waiting, Is.Zero);
            await agent.SucceedAsync(order);
        }

        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_AnswerOfAnotherModule_IsIgnored()
    {
        var module = await Plane.RunAsync();
        var other = await Plane.CreateAsync();
        var agent = await LegacyAgentAsync();
        var order = await agent.DeployAsync(module.Id);

        await agent.SendAsync(new() { ModuleId = other.Id, State = Tricorder.Legacy.Deployer.ModuleInstanceState.Succeeded });
        await agent.SendAsync(new() { ModuleId = module.Id, State = Tricorder.Legacy.Deployer.ModuleInstanceState.Init });
        await agent.SendAsync(new() { ModuleId = module.Id, State = (Tricorder.Legacy.Deployer.ModuleInstanceState)9 });
        await agent.FailAsync(order, "the real answer");

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed, instance => instance.Message == "the real answer");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task DeployModule_SchemaCannotWorkThere_FailsAtOnceAndIsNotSentOrRetried(bool twoFields)
    {
        var agent = await LegacyAgentAsync();
        var yardstick = await AgentAsync();
        var module = await Plane.RunAsync(twoFields ? AddField : UseText);

        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            // Longer than the other agent's retries take, nothing is tried on the legacy one.
            await yardstick.FailAsync(await yardstick.OrderAsync(ModuleAction.Deploy, module.Id), "no");
        }

        await yardstick.ObeyAsync(ModuleAction.Deploy, module.Id);
        var later = await Plane.InstanceAsync(module.Id, agent.Id);

        Assert.That(failed.Message, Does.Contain("exactly one declared column, of type JSON or JSONB"));
        Assert.That(later, Is.EqualTo(failed));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Degraded);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_NewRevisionCannotWorkThere_OldOneGoesOnRunning()
    {
        // A regression: the old revision was stopped first, and only then the new one found not to suit.
        var (module, agent) = await RunningAsync();
        await Plane.ReviseAsync(module.Id, UseText);

        await Plane.DeployAsync(module.Id);
        var failed = await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);

        Assert.That((failed.ObservedRevision, failed.DesiredRevision), Is.EqualTo((1, 2)));
        await NothingElseComesAsync(agent);
        await Plane.DeployAsync(module.Id, revision: 1);
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_RolledBackWhileTheStopIsOutstanding_IsDeployedAgain()
    {
        var (module, agent) = await RunningAsync();
        await Plane.ReviseAsync(module.Id);
        await Plane.DeployAsync(module.Id);
        var stop = await agent.UndeployAsync(module.Id);

        await Plane.DeployAsync(module.Id, revision: 1);
        await agent.SucceedAsync(stop);
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
        await NothingElseComesAsync(agent);
    }

    [Test]
    public async Task DeployModule_LegacyAndV1Agents_OneFleetConverges()
    {
        var modules = new[] { await Plane.RunAsync(), await Plane.RunAsync() };
        var old = new[] { await LegacyAgentAsync(), await LegacyAgentAsync() };
        var @new = new[] { await AgentAsync(), await AgentAsync() };
        foreach (var module in modules)
        {
            foreach (var agent in old)
            {
                await agent.SucceedAsync(await agent.DeployAsync(module.Id));
            }

            foreach (var agent in @new)
            {
                await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
            }
        }

        foreach (var module in modules)
        {
            var deployment = await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
            Assert.That(deployment.Counts.Succeeded, Is.EqualTo(4));
            Assert.That(deployment.Findings.Select(finding => finding.Code), Does.Contain("LEGACY_AGENTS_LEAK"));
        }
    }

    [Test]
    public async Task UpdateAgent_LegacyCordoned_IsStoppedAndStartedAgain()
    {
        var (module, agent) = await RunningAsync();

        await Plane.CordonAsync(agent.Id, true);
        await agent.SucceedAsync(await agent.UndeployAsync(module.Id));
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 0);
        await Plane.CordonAsync(agent.Id, false);
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));

        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded, instance => instance.ObservedRevision == 1);
    }

    private static void AddField(Module module) =>
        module.OutputSchema.Fields.Add(new OutputField { Name = "pid", Type = FieldType.Integer });

    private static void UseText(Module module) =>
        module.OutputSchema = new OutputSchema { Fields = { new OutputField { Name = "line", Type = FieldType.Text } } };

    private async Task<(Module Module, ScriptedLegacyAgent Agent)> RunningAsync()
    {
        var module = await Plane.RunAsync();
        var agent = await LegacyAgentAsync();
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Succeeded);
        return (module, agent);
    }
}
