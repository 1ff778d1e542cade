using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`agent`, with agents that do as the test says.</summary>
public sealed class CliAgentTests : CliTest
{
    [TearDown]
    public Task UndeployAllAsync() => Plane.UndeployAllAsync();

    [Test]
    public async Task List_EachFormat_HasTheAgent()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);

        var table = await DoAsync("agent", "list", "--filter", agent.Node, "--state", "online");
        var wide = await DoAsync("agent", "list", "--filter", agent.Node, "-o", "wide");
        var json = await JsonAsync("agent", "list", "--filter", agent.Node);
        var name = await DoAsync("agent", "list", "--filter", agent.Node, "-o", "name");

        Assert.That(table.Lines[0], Does.Match("^NODE +STATE +VERSION +KERNEL +MODULES +LAST SEEN$"));
        Assert.That(table.Lines[1], Does.Match(@"^node-\w+ +online +9\.9\.9 +6\.1\.0 +0/0 +\d+s$"));
        Assert.That(wide.Lines[1], Does.Contain(agent.Id).And.Contain("v1").And.Contain("x86_64"));
        Assert.That((string?)json["agents"]![0]!["nodeName"], Is.EqualTo(agent.Node));
        Assert.That(name.Out, Is.EqualTo($"{agent.Node}\n"));
    }

    [Test]
    public async Task List_None_IsAnEmptyListForPrograms()
    {
        var table = await DoAsync("agent", "list", "--filter", "there-is-none");
        var json = await JsonAsync("agent", "list", "--filter", "there-is-none");

        Assert.That((table.Out, table.Error), Is.EqualTo(("", "There are no such agents.\n")));
        Assert.That(json["agents"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Get_WithAModuleThatFails_SaysWhy()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();
        var order = await agent.OrderAsync(ModuleAction.Deploy, module.Id);
        await agent.FailAsync(order, "no\u001b[31m such symbol");
        await Plane.InstanceAsync(module.Id, agent.Id, InstanceState.Failed);

        var table = await DoAsync("agent", "get", agent.Node);
        var json = await JsonAsync("agent", "get", agent.Id);
        var list = await DoAsync("agent", "list", "--filter", agent.Node);

        Assert.That(
            table.Out,
            Does.Match(@"(?m)^Modules +0/1, 1 failed$").And.Match($@"(?m)^{module.Name} +deployed +failed .*no\?\[31m such symbol$"));
        Assert.That(list.Out, Does.Contain("0/1, 1 failed"));
        Assert.That((string?)json["agent"]!["id"], Is.EqualTo(agent.Id));
        Assert.That((string?)json["instances"]![0]!["state"], Is.EqualTo("INSTANCE_STATE_FAILED"));
    }

    [Test]
    public async Task Get_SeveralAndOneIsNotThere_ShowsTheOthers()
    {
        using var one = await ScriptedAgent.ConnectAsync(Server);
        using var other = await ScriptedAgent.ConnectAsync(Server);

        var result = await RunAsync("agent", "get", one.Node, "nowhere", other.Node);

        Assert.That(result.ExitCode, Is.EqualTo(3));
        Assert.That(result.Out, Does.Contain(one.Id).And.Contain(other.Id));
        Assert.That(result.Error, Does.Contain("'nowhere'").And.Contain("agent list"));
    }

    [Test]
    public async Task CordonAndUncordon_ByNameAndAll_GoOnAfterAFailure()
    {
        using var one = await ScriptedAgent.ConnectAsync(Server);
        using var other = await ScriptedAgent.ConnectAsync(Server);

        var cordoned = await RunAsync("agent", "cordon", one.Node, "nowhere", other.Node);
        var list = await DoAsync("agent", "list", "--filter", one.Node);
        var again = await DoAsync("agent", "cordon", one.Node, "-o", "name");
        var unasked = await RunAsync("agent", "uncordon", "--all");
        var all = await DoAsync("agent", "uncordon", "--all", "--yes");

        Assert.That(cordoned.ExitCode, Is.EqualTo(3));
        Assert.That(cordoned.Out, Is.EqualTo($"{one.Node}: cordoned\n{other.Node}: cordoned\n"));
        Assert.That(list.Out, Does.Contain("online, cordoned"));
        Assert.That(again.Out, Is.EqualTo($"{one.Node}\n"));
        Assert.That((unasked.ExitCode, unasked.Out), Is.EqualTo((2, "")));
        Assert.That(unasked.Error, Does.Contain("--yes").And.Match(@"Let modules run again on all \d+ agents of cluster"));
        Assert.That(all.Out, Does.Contain($"{one.Node}: uncordoned").And.Contain($"{other.Node}: uncordoned"));
        Assert.That((await Plane.AgentAsync(one.Id)).Cordoned, Is.False);
    }

    /// <summary>People know nodes, not the ids of agents.</summary>
    [Test]
    public async Task Uncordon_AllWithOneThatIsOffline_NamesItsNode()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        agent.Vanish();
        await Plane.AgentAsync(agent.Id, AgentState.Offline);

        var all = await DoAsync("agent", "uncordon", "--all", "--yes");
        var named = await DoAsync("agent", "uncordon", agent.Node);

        Assert.That(all.Out, Does.Contain($"{agent.Node} ({agent.Id}): already uncordoned\n"));
        Assert.That(named.Out, Is.EqualTo($"{agent.Node}: already uncordoned\n"));
    }

    [TestCase("agent", "cordon")]
    [TestCase("agent", "uncordon", "node", "--all")]
    [TestCase("agent", "forget")]
    [TestCase("agent", "get")]
    public async Task WrongUsage_ExitsWith2(params string[] arguments) => Assert.That((await RunAsync(arguments)).ExitCode, Is.EqualTo(2));

    [Test]
    public async Task Forget_AnAgentThatLeft_OnlyWhenItIsConfirmed()
    {
        using var there = await ScriptedAgent.ConnectAsync(Server);
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        agent.Vanish();
        await Plane.AgentAsync(agent.Id, AgentState.Offline);

        var unasked = await RunAsync("agent", "forget", agent.Node);
        var named = await DoAsync("agent", "list", "--filter", agent.Node, "-o", "name");
        var forgotten = await RunAsync("agent", "forget", there.Node, agent.Node, "--yes");

        Assert.That((unasked.ExitCode, unasked.Error), Is.EqualTo((2, unasked.Error)));
        Assert.That(unasked.Error, Does.Contain("--yes"));
        Assert.That(named.Out, Is.EqualTo($"{agent.Id}\n"), "the node's name may be another agent's by now");
        Assert.That(forgotten.ExitCode, Is.EqualTo(1));
        Assert.That(forgotten.Out, Is.EqualTo($"{agent.Node}: forgotten\n"));
        Assert.That(forgotten.Error, Does.Contain(there.Node).And.Contain("ONLINE"));
        Assert.That((await JsonAsync("agent", "list", "--filter", agent.Node))["agents"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Watch_HasALineForEachChange()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        await using var table = Start("agent", "watch");
        await using var json = Start("agent", "watch", "-o", "json");
        await table.LineAsync(agent.Node);
        await json.LineAsync(agent.Id);

        await Plane.CordonAsync(agent.Id, cordoned: true);
        var cordoned = await table.LineAsync(agent.Node);
        var item = JsonNode.Parse(await json.LineAsync(agent.Id))!;
        agent.Vanish();
        var lost = await table.LineAsync(agent.Node);
        await Plane.AgentAsync(agent.Id, AgentState.Offline);
        await DoAsync("agent", "forget", agent.Id, "--yes");
        var forgotten = await table.LineAsync("forgotten");

        Assert.That((cordoned, (bool?)item["cordoned"]), Is.EqualTo((cordoned, true)));
        Assert.That(cordoned, Does.Contain("online, cordoned"));
        Assert.That(lost, Does.Contain("offline, cordoned"));
        Assert.That(forgotten, Does.Contain(agent.Id));
        Assert.That(await json.LineAsync("deletedIds"), Does.Contain(agent.Id));
        Assert.That((await table.InterruptAsync()).ExitCode, Is.EqualTo(130));
    }

    [Test]
    public async Task Watch_NobodyListens_FailsAtOnce() =>
        Assert.That((await RunAsync("agent", "watch", "--server", "127.0.0.1:9")).ExitCode, Is.EqualTo(5));
}
