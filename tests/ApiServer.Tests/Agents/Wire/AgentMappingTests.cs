using Tricorder.ApiServer.Agents.Wire.Legacy;
using Tricorder.ApiServer.Agents.Wire.V1;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.V1;
using Tricorder.Legacy.Deployer;
using RunningModule = Tricorder.ApiServer.V1.RunningModule;

namespace Tricorder.ApiServer.Tests.Agents.Wire;

/// <summary>A UUID has several spellings; the server knows one, or it would know one agent twice.</summary>
public sealed class AgentMappingTests
{
    private const string Id = "0198c0de-0000-7000-8000-00000000f00d";

    [TestCase(Id)]
    [TestCase("0198C0DE-0000-7000-8000-00000000F00D")]
    [TestCase("0198c0de-0000-7000-8000-00000000F00d")]
    public void ToHello_AnySpellingOfAUuid_IsTheSameAgent(string id)
    {
        var hello = AgentMapping.ToHello(new Hello { AgentId = id, Running = { new RunningModule { ModuleId = id, Revision = 3 } } });
        var legacy = ModuleDeployerService.ToHello(new DeployModuleResp { Agent = new Tricorder.Legacy.Deployer.Agent { Id = id } });

        Assert.That((hello.AgentId, legacy.AgentId), Is.EqualTo((Id, Id)));
        Assert.That(hello.Running, Is.EqualTo([new Tricorder.ApiServer.Agents.RunningModule(Id, 3)]));
        Assert.That(AgentMapping.ToReport(new ModuleStatus { ModuleId = id, State = InstanceState.Failed })?.ModuleId, Is.EqualTo(Id));
    }

    [TestCase("")]
    [TestCase("a/0")]
    [TestCase("0198c0de00007000800000000000f00d")]
    [TestCase("{0198c0de-0000-7000-8000-00000000f00d}")]
    [TestCase(" 0198c0de-0000-7000-8000-00000000f00d")]
    public void ToHello_NoUuid_IsRefusedAndNamed(string id)
    {
        var agent = Assert.Throws<InvalidArgumentException>(() => AgentMapping.ToHello(new Hello { AgentId = id }));
        var module = Assert.Throws<InvalidArgumentException>(() => AgentMapping.ToHello(
            new Hello { AgentId = Id, Running = { new RunningModule { ModuleId = Id }, new RunningModule { ModuleId = id } } }));
        var legacy = Assert.Throws<InvalidArgumentException>(
            () => ModuleDeployerService.ToHello(new DeployModuleResp { Agent = new Tricorder.Legacy.Deployer.Agent { Id = id } }));

        Assert.That(agent.Violations.Single().Field, Is.EqualTo("hello.agent_id"));
        Assert.That(module.Violations.Single().Field, Is.EqualTo("hello.running[1].module_id"));
        Assert.That(legacy.Violations.Single().Field, Is.EqualTo("agent.id"));
    }
}
