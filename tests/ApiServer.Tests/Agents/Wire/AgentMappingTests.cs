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

    [TestCase(" ", TestName = "blank")]
    [TestCase("\u00A0\u2003", TestName = "blanks of Unicode")]
    [TestCase("\u3164", TestName = "a filler")]
    [TestCase("node\u001B[2J", TestName = "a control character")]
    [TestCase("node\n", TestName = "a line break")]
    [TestCase("node\u202E1", TestName = "an override of direction")]
    [TestCase("no\u200Bde", TestName = "a space without width")]
    [TestCase("node\U000E0041", TestName = "a tag")]
    [TestCase("node-1\uFE0F", TestName = "a selector of variations")]
    [TestCase("\uFE0F", TestName = "nothing but a selector of variations")]
    [TestCase("node-1\u034F", TestName = "a joiner of graphemes")]
    [TestCase("node-1\u180B", TestName = "a selector of Mongolian")]
    [TestCase("node-1\U000E0101", TestName = "a selector of variations beyond 16 bits")]
    [TestCase("node-1\u2065", TestName = "a code point kept for what is not seen")]
    [TestCase("node-1\u00A0", TestName = "a blank of Unicode at the end")]
    [TestCase("node\u2003one", TestName = "a blank of Unicode in the middle")]
    [TestCase("node-1 ", TestName = "a blank at the end")]
    [TestCase(" node-1", TestName = "a blank at the start")]
    public void ToHello_NodeNameThatIsNotSeen_IsRefusedAndNamed(string name)
    {
        var agent = Assert.Throws<InvalidArgumentException>(() => AgentMapping.ToHello(new Hello { AgentId = Id, NodeName = name }));

        Assert.That(agent.Violations.Single().Field, Is.EqualTo("hello.node_name"));
        Assert.That(agent.Message, Does.Contain("invisible"));
    }

    [TestCase("node\u202E1")]
    [TestCase("no\u200Bde")]
    [TestCase("node\u001B[2J")]
    [TestCase("node-1\uFE0F")]
    [TestCase("\uFE0F")]
    [TestCase("node-1\u00A0")]
    public void ToHello_LegacyNodeNameThatIsNotSeen_IsRefusedAndNamed(string name)
    {
        var refused = Assert.Throws<InvalidArgumentException>(() => Legacy(name));

        Assert.That(refused.Violations.Single().Field, Is.EqualTo("agent.node_name"));
        Assert.That(refused.Reason, Is.EqualTo("HELLO_EXPECTED"));
    }

    [TestCase("", "")]
    [TestCase(" ", "", Description = "NODE_NAME that is blank: such an agent has always been served.")]
    [TestCase("node-1 ", "node-1", Description = "So has one with blanks around its NODE_NAME.")]
    [TestCase("node-1", "node-1")]
    [TestCase("ip-10-0-0-1.eu-central-1.compute.internal", "ip-10-0-0-1.eu-central-1.compute.internal")]
    [TestCase("rack 4", "rack 4")]
    [TestCase("n", "n")]
    [TestCase("узел-1", "узел-1")]
    public void ToHello_LegacyNodeNameOfTheField_IsTaken(string name, string taken) =>
        Assert.That(Legacy(name).NodeName, Is.EqualTo(taken));

    [Test]
    public void ToHello_FactsWithWhatIsNotSeen_AreMadeHarmless()
    {
        const string hostile = "a\u001B[31m\u202Eb\u200Bc\uFE0F";
        var hello = AgentMapping.ToHello(new Hello
        {
            AgentId = Id,
            PodUid = hostile,
            Version = hostile,
            KernelRelease = hostile,
            Architecture = hostile,
            Labels = { [hostile] = hostile },
        });

        Assert.That(
            (string[])[hello.PodUid, hello.Version, hello.KernelRelease, hello.Architecture, .. hello.Labels.Keys, .. hello.Labels.Values],
            Has.All.EqualTo("a?[31m?b?c?"));
        var status = new ModuleStatus { ModuleId = Id, State = InstanceState.Failed, Message = "one\n\u202Etwo\u200D \u26A0\uFE0F\u034F" };
        Assert.That(
            AgentMapping.ToReport(status)!.Value.Message,
            Is.EqualTo("one\n?two\u200D \u26A0\uFE0F?"),
            "lines stay, and so do the joiner that some scripts need and the selector of emoji");
    }

    private static Tricorder.ApiServer.Agents.AgentHello Legacy(string node) =>
        ModuleDeployerService.ToHello(new DeployModuleResp { Agent = new Tricorder.Legacy.Deployer.Agent { Id = Id, NodeName = node } });
}
