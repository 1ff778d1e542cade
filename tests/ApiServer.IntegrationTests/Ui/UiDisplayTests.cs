using System.Diagnostics;
using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>Grid, bars and lists show what the API says of instances, and soon; what does not run is never green.</summary>
public sealed class UiDisplayTests : UiTest
{
    // Under a second on a quiet machine; the reading itself is in it, and other tests run beside it.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly List<TimeSpan> _delays = [];

    private protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>(["--Deployments:PoisonLosses=1000"]);

    [Test]
    public async Task Instances_FailingCordonedOfflineUndeployed_AreDrawnAsTheApiSays()
    {
        var agents = new List<ScriptedAgent>();
        foreach (var node in new[] { "a", "b", "c", "d", "e", "f" })
        {
            agents.Add(await ScriptedAgent.ConnectAsync(Server, node: node));
        }

        var (a, b, c, d, e, f) = (agents[0], agents[1], agents[2], agents[3], agents[4], agents[5]);
        var module = await Plane.RunAsync();
        var tabs = await Tabs.OpenAsync(Browser, module.Id, c.Id);
        Task ShowsAsync(ScriptedAgent agent, DisplayState state, Predicate<ModuleInstance>? accept = null) => Eventually.ResultAsync(
            () => Plane.InstanceAsync(module.Id, agent.Id),
            instance => instance?.DisplayState == state && accept?.Invoke(instance) != false,
            $"{agent.Node} is shown as {state}");

        // Three run it, one fails, two do not answer.
        foreach (var agent in new[] { a, b, c })
        {
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id);
            await ShowsAsync(agent, DisplayState.Running);
        }

        await d.FailAsync(await d.OrderAsync(ModuleAction.Deploy, module.Id), "kernel too old");
        await ShowsAsync(d, DisplayState.Failed);
        var late = await e.OrderAsync(ModuleAction.Deploy, module.Id);
        await f.OrderAsync(ModuleAction.Deploy, module.Id);
        await SameAsync(tabs, module.Id, c.Id);

        // A cordon makes no success of a failure, nor of one that still runs.
        await Plane.CordonAsync(d.Id, true);
        await Plane.CordonAsync(c.Id, true);
        var stop = await c.OrderAsync(ModuleAction.Undeploy, module.Id);
        await ShowsAsync(c, DisplayState.Cordoned, instance => instance.RunningRevision == 1);
        await SameAsync(tabs, module.Id, c.Id);
        await SeesAsync(tabs.Agent, "cordoned, still runs revision 1");
        await SeesAsync(tabs.Overview, "2 nodes are cordoned: c, d");
        await c.SucceedAsync(stop);
        await ShowsAsync(c, DisplayState.Cordoned, instance => instance.RunningRevision == 0);
        await SameAsync(tabs, module.Id, c.Id);
        await SeesAsync(tabs.Agent, "cordoned, stopped");

        // Whose agent is lost, nobody knows; only the agent changes.
        a.Vanish();
        await ShowsAsync(
            a, DisplayState.Offline, instance => instance.RunningRevision == 1 && instance.LastKnownState == DisplayState.Running);
        c.Vanish();
        await ShowsAsync(c, DisplayState.Offline);
        await SameAsync(tabs, module.Id, c.Id);
        await tabs.Module.Locator(".legend button[data-state=offline]").ClickAsync();
        await SeesAsync(tabs.Module, "offline, ran revision 1");
        await SeesAsync(tabs.Overview, "2 agents are offline: a, c");

        // It comes back, the late one answers, and the cordon ends.
        using var again = await ScriptedAgent.ConnectAsync(Server, a.Id, "a", (module.Id, 1));
        await ShowsAsync(again, DisplayState.Running);
        await e.SucceedAsync(late);
        await ShowsAsync(e, DisplayState.Running);
        await Plane.CordonAsync(d.Id, false);
        await SameAsync(tabs, module.Id, c.Id);

        // What is undeployed is not green, and has no rows.
        await Plane.UndeployAsync(module.Id);
        foreach (var agent in new[] { again, b, e })
        {
            await agent.ObeyAsync(ModuleAction.Undeploy, module.Id);
            await ShowsAsync(agent, DisplayState.Stopped);
        }

        await SameAsync(tabs, module.Id, c.Id);
        Assert.That(await DrawnStates.CellsAsync(tabs.Module), Does.StartWith("stopped,stopped,offline,").And.Not.Contains("running"));
        await SeesAsync(tabs.Module, "It is undeployed");
        await Assertions.Expect(tabs.Module.GetByText("Rows arrive")).ToHaveCountAsync(0);
        agents.ForEach(agent => agent.Dispose());
        again.Dispose();
        await ShowsAsync(b, DisplayState.Offline, instance => instance.LastKnownState == DisplayState.Stopped);
        await SameAsync(tabs, module.Id, c.Id);

        // On a machine that is busy, one of many may be late.
        Assert.That(_delays.Order().ElementAt(_delays.Count / 2), Is.LessThan(Soon), $"all delays: {string.Join(", ", _delays)}");
    }

    /// <summary>
    /// Everything that is drawn is what the API says, in each of the tabs. How long that took is known when it is read, not after.
    /// </summary>
    private async Task SameAsync(Tabs tabs, string moduleId, string agentId)
    {
        var since = Stopwatch.StartNew();
        var (_, _, _, delay) = await Eventually.ResultAsync(
            async () =>
            {
                var told = await ToldAsync(moduleId, agentId);
                var at = since.Elapsed;
                var drawn = await DrawnAsync(tabs, moduleId, agentId);
                return (Told: told, Drawn: drawn, ToldAfter: await ToldAsync(moduleId, agentId), At: at);
            },
            all => all.Told == all.Drawn && all.Told == all.ToldAfter,
            "what is drawn is what the API says");
        _delays.Add(delay);
    }

    private async Task<Seen> ToldAsync(string moduleId, string agentId)
    {
        var instances = (await Plane.Modules.ListModuleInstancesAsync(
            new ListModuleInstancesRequest { ModuleId = moduleId }, ControlPlane.Options)).Instances;
        var deployment = CountsOf((await Plane.DeploymentAsync(moduleId)).DisplayCounts);
        return new Seen(
            string.Join(
                ',',
                instances.OrderBy(instance => instance.NodeName, StringComparer.Ordinal).Select(instance => Word(instance.DisplayState))),
            deployment, deployment, deployment,
            CountsOf((await Plane.AgentAsync(agentId)).DisplayCounts),
            Word(instances.Single(instance => instance.AgentId == agentId).DisplayState));
    }

    private static async Task<Seen> DrawnAsync(Tabs tabs, string moduleId, string agentId)
    {
        var all = await Task.WhenAll(
            DrawnStates.CellsAsync(tabs.Module), DrawnStates.LegendAsync(tabs.Module), DrawnStates.BarAsync(tabs.Module),
            DrawnStates.RowAsync(tabs.Modules, moduleId),
            DrawnStates.RowAsync(tabs.Agents, agentId),
            DrawnStates.TagAsync(tabs.Agent, moduleId));
        return new Seen(all[0], all[1], all[2], all[3], all[4], all[5].Split(',')[0]);
    }

    private static string Word(DisplayState state) => $"{state}".ToLowerInvariant();

    private static string CountsOf(DisplayCounts counts) => string.Join(',', DisplayCounts.Descriptor.Fields.InDeclarationOrder()
        .Where(field => field.Name != "total")
        .Select(field => (field.Name, Count: (int)field.Accessor.GetValue(counts)))
        .Where(one => one.Count > 0)
        .Select(one => $"{one.Count} {one.Name}")
        .Order(StringComparer.Ordinal));

    /// <summary>Of instances, in each place where they are shown.</summary>
    private sealed record Seen(string Cells, string Legend, string Bar, string ModuleRow, string AgentRow, string OnAgentPage);

    private sealed record Tabs(IPage Module, IPage Modules, IPage Agents, IPage Agent, IPage Overview)
    {
        public static async Task<Tabs> OpenAsync(UiBrowser browser, string moduleId, string agentId) => new(
            await browser.GoAsync($"/modules/{moduleId}"), await browser.GoAsync("/modules"), await browser.GoAsync("/agents"),
            await browser.GoAsync($"/agents/{agentId}"), await browser.GoAsync("/"));
    }
}
