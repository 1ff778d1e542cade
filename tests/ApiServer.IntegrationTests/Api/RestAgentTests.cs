using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Agents, events and the server's status over REST.</summary>
public sealed class RestAgentTests : ServerFixture
{
    private WillingAgent _agent = null!;

    private protected override string[] Settings => ["--Cluster:Name=lab"];

    [SetUp]
    public async Task ConnectAgentAsync() => _agent = await WillingAgent.ConnectAsync(Server);

    [TearDown]
    public ValueTask DisconnectAgentAsync() => _agent.DisposeAsync();

    [Test]
    public async Task Get_Connected_TellsAllThatItSaid()
    {
        var agent = await AgentAsync();

        Assert.Multiple(() =>
        {
            Assert.That(agent.Text("nodeName"), Is.EqualTo(_agent.Node));
            Assert.That(agent.Text("podUid"), Is.EqualTo("pod-" + _agent.Id));
            Assert.That(
                (agent.Text("version"), agent.Text("kernelRelease"), agent.Text("architecture")), Is.EqualTo(("1.2.3", "6.1.0", "x86_64")));
            Assert.That(agent.Text("labels", "zone"), Is.EqualTo("a"));
            Assert.That((agent.Text("state"), agent.Text("protocol")), Is.EqualTo(("AGENT_STATE_ONLINE", "AGENT_PROTOCOL_V1")));
            Assert.That(agent.At("cordoned").GetBoolean(), Is.False);
            Assert.That(agent.Text("connectTime"), Is.Not.Empty);
        });
    }

    [Test]
    public async Task Get_AfterAHeartbeat_HasUsageWithInt64AsStrings()
    {
        var plane = new ControlPlane(Server.Channel);
        var module = await plane.RunAsync();
        await plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
        await _agent.SendAsync(new AgentMessage
        {
            Heartbeat = new Heartbeat
            {
                Usage =
                {
                    new ModuleUsage { ModuleId = Guid.NewGuid().ToString(), Events = 1 },
                    new ModuleUsage { ModuleId = module.Id, Events = 1L << 46, LastError = "insert refused" },
                },
            },
        });

        var agent = await Eventually.ResultAsync(AgentAsync, agent => agent.Items("usage").Count > 0, "the usage is there");

        Assert.That(
            agent.Items("usage").Select(usage => usage.Text("moduleId")),
            Is.EqualTo([module.Id]),
            "what it says of others is no module's doing");
        var listed = (await Rest.GetAsync("/v1/agents")).Ok().Items("agents").Single(listed => listed.Text("id") == _agent.Id);
        Assert.That(listed.Items("usage").Select(usage => usage.Text("moduleId")), Is.EqualTo([module.Id]), "ListAgents says the same");
        Assert.That(agent.Items("usage")[0].Text("events"), Is.EqualTo("70368744177664"));
        Assert.That(agent.Items("usage")[0].Text("lastError"), Is.EqualTo("insert refused"));
    }

    [Test]
    public async Task Statistics_OfWhatRuns_AreTheSumOfWhatAgentsReport()
    {
        await using var other = await WillingAgent.ConnectAsync(Server);
        var id = await Rest.CreateIdAsync();
        (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
        foreach (var agent in new[] { _agent, other })
        {
            var usage = new ModuleUsage { ModuleId = id, Events = 10, LostEvents = 2, RowsWritten = 7, Errors = 1 };
            await agent.SendAsync(new AgentMessage { Heartbeat = new Heartbeat { Usage = { usage } } });
        }

        var statistics = await Eventually.ResultAsync(
            async () => (await Rest.GetAsync($"/v1/module-statistics?moduleId={id}")).Ok().Items("statistics"),
            items => items.Count == 1 && items[0].Number("agents") == 2, "both are counted");

        Assert.That(
            (statistics[0].Text("events"),
                statistics[0].Text("lostEvents"),
                statistics[0].Text("rowsWritten"),
                statistics[0].Text("errors")),
            Is.EqualTo(("20", "4", "14", "2")));
        (await Rest.PostAsync($"/v1/modules/{id}:undeploy")).Ok();
        await Eventually.TrueAsync(
            async () => (await Rest.GetAsync($"/v1/module-statistics?moduleId={id}")).Ok().Items("statistics").Count == 0,
            "what should run nowhere is left out");
    }

    [Test]
    public async Task Get_Unknown_IsNotFound() => (await Rest.GetAsync("/v1/agents/nope")).NotFound("agent", "nope");

    [Test]
    public async Task List_Filters_AndPages()
    {
        await using var other = await WillingAgent.ConnectAsync(Server);

        var byText = (await Rest.GetAsync($"/v1/agents?filterText={_agent.Node.ToUpperInvariant()}&state=AGENT_STATE_ONLINE")).Ok();
        var first = (await Rest.GetAsync("/v1/agents?pageSize=1&state=AGENT_STATE_ONLINE")).Ok();
        var second = (await Rest.GetAsync($"/v1/agents?pageSize=1&state=AGENT_STATE_ONLINE&pageToken={first.Text("nextPageToken")}")).Ok();

        Assert.That(Ids(byText), Is.EqualTo(new[] { _agent.Id }));
        Assert.That(Ids(first).Concat(Ids(second)), Is.EquivalentTo(new[] { _agent.Id, other.Id }));
        Assert.That((first.Number("totalSize"), second.Text("nextPageToken")), Is.EqualTo((2, "")));
    }

    [Test]
    public async Task Update_Cordon_StopsItsModules()
    {
        var id = await Rest.CreateIdAsync();
        (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
        await Rest.SettledAsync(id);

        var agent = (await PatchAsync(new JsonObject { ["cordoned"] = true })).Ok().At("agent");

        Assert.That(agent.At("cordoned").GetBoolean(), Is.True);
        await Eventually.TrueAsync(() => _agent.Updates.Last().Action == ModuleAction.Undeploy, "the agent is told to stop the module");
        (await PatchAsync(new JsonObject { ["cordoned"] = false }, "cordoned")).Ok();
        await Eventually.TrueAsync(() => _agent.Updates.Last().Action == ModuleAction.Deploy, "the agent is given the module again");
        var kinds = (await EventsAsync($"agentId={_agent.Id}")).Select(happened => happened.Text("kind"));
        Assert.That(kinds, Is.SupersetOf(new[] { "AGENT_UNCORDONED", "AGENT_CORDONED" }));
    }

    [Test]
    public async Task Update_Labels_AreReplaced()
    {
        var agent = (await PatchAsync(new JsonObject { ["labels"] = new JsonObject { ["rack"] = "7" } }, "labels")).Ok().At("agent");

        Assert.That(agent.At("labels").EnumerateObject().Select(label => label.Name), Is.EqualTo(new[] { "rack" }));
        Assert.That((await AgentAsync()).Text("labels", "rack"), Is.EqualTo("7"));
    }

    [Test]
    public async Task Update_AgentAsItWasRead_WithAllItsUsage_IsTaken()
    {
        var usage = new JsonArray([.. Enumerable.Range(0, 4096).Select(_ => new JsonObject
        {
            ["moduleId"] = Guid.NewGuid().ToString(),
            ["events"] = "9007199254740993",
            ["lastError"] = "insert refused",
            ["cpuTime"] = "1.5s",
        })]);

        var asRead = new JsonObject { ["id"] = _agent.Id, ["cordoned"] = true, ["state"] = "AGENT_STATE_ONLINE", ["usage"] = usage };
        var agent = (await PatchAsync(asRead)).Ok().At("agent");

        Assert.That(agent.At("cordoned").GetBoolean(), Is.True);
        (await PatchAsync(new JsonObject { ["cordoned"] = false }, "cordoned")).Ok();
    }

    [Test]
    public async Task Update_OtherFields_AreAllRefused()
    {
        var answer = await PatchAsync(new JsonObject { ["nodeName"] = "x" }, "nodeName,nope,cordoned");

        answer.Violates("UPDATE_MASK_INVALID", ["update_mask", "update_mask"]);
        (await PatchAsync([])).Violates("update_mask");
    }

    [TestCase("{}")]
    [TestCase("""{"updateMask": "cordoned"}""")]
    public async Task Update_WithoutAgent_IsRefused(string body) =>
        (await Rest.PatchAsync($"/v1/agents/{_agent.Id}", JsonNode.Parse(body)!)).Violates("agent");

    [Test]
    public async Task Delete_OnlineThenOffline_IsRefusedThenForgotten()
    {
        var path = $"/v1/agents/{_agent.Id}?requestId={Guid.NewGuid()}";
        (await Rest.DeleteAsync(path)).Refused("AGENT_ONLINE", "agent/" + _agent.Id);
        await _agent.DisposeAsync();
        await Eventually.ResultAsync(AgentAsync, agent => agent.Text("state") == "AGENT_STATE_OFFLINE", "the agent is OFFLINE");

        var first = await Rest.DeleteAsync(path);
        var repeat = await Rest.DeleteAsync(path);

        Assert.That(first.Ok().EnumerateObject(), Is.Empty);
        Assert.That(repeat, Is.EqualTo(first));
        (await Rest.DeleteAsync($"/v1/agents/{_agent.Id}")).NotFound("agent", _agent.Id);
    }

    [Test]
    public async Task Events_OfAnAgent_TellThatItConnected()
    {
        // What the server observes by itself is stored once a second.
        var connected = await Eventually.ResultAsync(
            () => EventsAsync($"agentId={_agent.Id}&kind=AGENT_CONNECTED"), events => events.Count == 1, "the agent's connecting is told");

        Assert.That((connected[0].Text("agentId"), connected[0].Text("actor").Length > 0), Is.EqualTo((_agent.Id, true)));
        Assert.That(connected[0].Text("message"), Does.Contain(_agent.Node));
    }

    [Test]
    public async Task Events_OfAModule_TellWhatHappenedNewestFirst()
    {
        var id = await Rest.CreateIdAsync();
        (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
        await Rest.SettledAsync(id);

        var kinds = (await Eventually.ResultAsync(
            () => EventsAsync($"moduleId={id}"), events => events.Count >= 3, "the phase that was reached is told"))
            .Select(happened => happened.Text("kind"));

        Assert.That(kinds, Is.EqualTo(new[] { "PHASE_REACHED", "DEPLOY_REQUESTED", "MODULE_CREATED" }));
        var created = (await EventsAsync($"moduleId={id}&kind=MODULE_CREATED")).Single();
        Assert.That((created.Text("actor"), created.Text("outcome"), created.Number("revision")), Is.EqualTo(("local", "SUCCEEDED", 1)));
        Assert.That((created.Text("moduleId"), created.Text("id").Length), Is.EqualTo((id, 36)));
    }

    [Test]
    public async Task Events_Since_LeavesOutWhatWasBefore()
    {
        var id = await Rest.CreateIdAsync();
        await Rest.ReviseAsync(id);
        var updated = (await EventsAsync($"moduleId={id}"))[0];

        var since = await EventsAsync($"moduleId={id}&since={Uri.EscapeDataString(updated.Text("time"))}");

        Assert.That(since.Select(happened => happened.Text("kind")), Is.EqualTo(new[] { "MODULE_UPDATED" }));
    }

    [Test]
    public async Task Events_Pages_HoldEachOnce()
    {
        var id = await Rest.CreateIdAsync();
        await Rest.ReviseAsync(id);
        await Rest.ReviseAsync(id);

        var first = (await Rest.GetAsync($"/v1/events?moduleId={id}&pageSize=2")).Ok();
        var second = (await Rest.GetAsync($"/v1/events?moduleId={id}&pageSize=2&pageToken={first.Text("nextPageToken")}")).Ok();

        Assert.That(
            first.Items("events").Concat(second.Items("events")).Select(happened => happened.Number("revision")),
            Is.EqualTo(new[] { 3, 2, 1 }));
        Assert.That((first.Number("totalSize"), second.Text("nextPageToken")), Is.EqualTo((3, "")));
    }

    [Test]
    public async Task Status_OfTheServer_CountsAndNamesComponents()
    {
        await Rest.CreateIdAsync();

        var status = (await Rest.GetAsync("/v1/status")).Ok();

        Assert.That((status.Text("clusterName"), status.Text("version").Length > 0), Is.EqualTo(("lab", true)));
        Assert.That(DateTimeOffset.Parse(status.Text("startTime"), null), Is.LessThan(DateTimeOffset.UtcNow));
        Assert.That(
            status.Items("components").ToDictionary(component => component.Text("name"), component => component.Text("state")),
            Is.EquivalentTo(new Dictionary<string, string>
            {
                ["store"] = "COMPONENT_STATE_OK",
                ["database"] = "COMPONENT_STATE_NOT_CONFIGURED",
                ["promscale"] = "COMPONENT_STATE_NOT_CONFIGURED",
                ["grafana"] = "COMPONENT_STATE_NOT_CONFIGURED",
                ["kubernetes"] = "COMPONENT_STATE_NOT_CONFIGURED",
            }));
        Assert.That(status.Number("grpcPort"), Is.EqualTo(new Uri(Server.Grpc).Port));
        Assert.That(status.Number("agentCounts", "online"), Is.EqualTo(1));
        Assert.That(status.Number("moduleCounts", "created"), Is.Positive);
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.Items("agents").Select(agent => agent.Text("id"));

    private async Task<JsonElement> AgentAsync() => (await Rest.GetAsync($"/v1/agents/{_agent.Id}")).Ok().At("agent");

    private async Task<IReadOnlyList<JsonElement>> EventsAsync(string query) =>
        (await Rest.GetAsync($"/v1/events?{query}")).Ok().Items("events");

    private Task<RestAnswer> PatchAsync(JsonObject agent, string? mask = null)
    {
        var body = new JsonObject { ["agent"] = agent };
        if (mask is not null)
        {
            body["updateMask"] = mask;
        }

        return Rest.PatchAsync($"/v1/agents/{_agent.Id}", body);
    }
}
