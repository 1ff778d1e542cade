using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`events`.</summary>
public sealed class CliEventTests : CliTest
{
    [Test]
    public async Task Events_OfAModule_AreOldestFirst()
    {
        var module = await Plane.CreateAsync();
        await Plane.ReviseAsync(module.Id);

        var table = await DoAsync("events", "--module", module.Name, "--since", "1h");
        var json = await JsonAsync("events", "--module", module.Id, "--kind", "module-updated");

        Assert.That(table.Lines, Has.Count.EqualTo(3));
        Assert.That(
            table.Lines[1], Does.Match(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +MODULE_CREATED +succeeded +local +").And.Contains(module.Name));
        Assert.That(table.Lines[2], Does.Contain("MODULE_UPDATED"));
        Assert.That(json["events"]!.AsArray().Select(one => (string?)one!["kind"]), Is.EqualTo(new[] { "MODULE_UPDATED" }));
    }

    [Test]
    public async Task Events_WithALimit_AreTheNewestAndSaySo()
    {
        var module = await Plane.CreateAsync();
        await Plane.ReviseAsync(module.Id);
        await Plane.ReviseAsync(module.Id);

        var result = await DoAsync("events", "--module", module.Name, "--limit", "2");

        Assert.That(result.Lines.Skip(1).ToList(), Has.Count.EqualTo(2).And.All.Contains("MODULE_UPDATED"));
        Assert.That(result.Error, Does.Contain("newest 2 of 3"));
    }

    [Test]
    public async Task Events_OfADeletedModule_AreFoundByItsId()
    {
        var module = await Plane.CreateAsync();
        await Plane.DeleteAsync(module.Id);

        Assert.That((await DoAsync("events", "--module", module.Id)).Out, Does.Contain("MODULE_DELETED"));
    }

    [Test]
    public async Task Events_OfAnAgent_AreThoseOfItsNode()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        await Plane.CordonAsync(agent.Id, cordoned: true);

        Assert.That(
            (await DoAsync("events", "--agent", agent.Node, "-o", "wide")).Out,
            Does.Contain("AGENT_CORDONED").And.Contain($"agent/{agent.Id}"));
    }

    [TestCase(3, "events", "--module", "there-is-none")]
    [TestCase(3, "events", "--agent", "there-is-none")]
    [TestCase(2, "events", "--since", "yesterday")]
    [TestCase(2, "events", "--limit", "-1")]
    [TestCase(5, "events", "-f", "--server", "127.0.0.1:9")]
    public async Task Events_OfNothing_SayWhy(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString);
        Assert.That(result.Error, Is.Not.Empty);
    }

    /// <summary>Events are made all the time, before, while and after the watch begins: each comes once, and in order.</summary>
    [Test]
    public async Task Follow_WhileMuchHappens_HasEachEventOnce()
    {
        const int changes = 150;
        var module = await Plane.CreateAsync();
        var isFollowing = new TaskCompletionSource();
        var working = Task.Run(async () =>
        {
            for (var i = 0; i < changes; i++)
            {
                if (i == changes * 2 / 3)
                {
                    await isFollowing.Task;
                }

                await Plane.ReviseAsync(module.Id);
            }
        });
        await using var run = Start("events", "-f", "--module", module.Name, "--limit", "0", "-o", "json");

        await run.LineAsync("MODULE_CREATED");
        isFollowing.SetResult();
        await working;
        await run.LineAsync($"\"revision\":{changes + 1},");
        var result = await run.InterruptAsync();

        Assert.That(result.ExitCode, Is.EqualTo(130));
        Assert.That(
            result.Lines.Select(line => (int)JsonNode.Parse(line)!["revision"]!),
            Is.EqualTo(Enumerable.Range(1, changes + 1)),
            "each revision once, in order");
    }

    /// <summary>What happens while nobody can be asked is told afterwards, and nothing twice.</summary>
    [Test]
    public async Task Follow_TheServerGoesAway_GoesOnWithoutGap()
    {
        var module = await Plane.CreateAsync();
        await using var run = Start("events", "-f", "--module", module.Name);
        await run.LineAsync("MODULE_CREATED");

        await Server.RestartAsync();
        await Plane.ReviseAsync(module.Id);
        await run.LineAsync("MODULE_UPDATED");
        var result = await run.InterruptAsync();

        var kinds = result.Lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]);
        Assert.That(kinds, Is.EqualTo(new[] { "MODULE_CREATED", "MODULE_UPDATED" }));
        Assert.That(result.Error, Does.Contain("away").And.Contain("back"));
    }
}
