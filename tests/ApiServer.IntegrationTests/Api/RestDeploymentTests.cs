using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Deployments over REST, with one agent connected.</summary>
public sealed class RestDeploymentTests : ServerFixture
{
    private static readonly string[] ConditionTypes = ["Validated", "TableReady", "AgentsConverged", "DashboardReady", "DataFlowing"];

    private WillingAgent _agent = null!;

    [OneTimeSetUp]
    public async Task ConnectAgentAsync() => _agent = await WillingAgent.ConnectAsync(Server);

    [OneTimeTearDown]
    public ValueTask DisconnectAgentAsync() => _agent.DisposeAsync();

    [Test]
    public async Task Deploy_EmptyBody_ReachesTheAgent()
    {
        var id = await Rest.CreateIdAsync();

        var deployment = (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok().At("deployment");

        Assert.That(deployment.Text("moduleId"), Is.EqualTo(id));
        Assert.That(deployment.Number("revision"), Is.EqualTo(1));
        Assert.That(long.Parse(deployment.Text("generation"), null), Is.Positive, "int64 is a string");
        Assert.That(deployment.Text("target"), Is.EqualTo("DEPLOYMENT_TARGET_DEPLOYED"));
        Assert.That(deployment.Number("counts", "total"), Is.EqualTo(1));
        var settled = await Rest.SettledAsync(id);
        Assert.That(settled.Number("counts", "succeeded"), Is.EqualTo(1));
        var order = _agent.Updates.Single(order => order.ModuleId == id);
        Assert.That((order.Action, order.Module.Wasm.Binary), Is.EqualTo((ModuleAction.Deploy, CompiledSample.Binary)));
        Assert.That(order.Module.Wasm.Source, Is.Empty, "agents need no WASM source");
        Assert.That(
            (await Rest.GetAsync($"/v1/modules/{id}")).Ok().Text("module", "deployment", "phase"),
            Is.EqualTo("DEPLOYMENT_PHASE_SUCCEEDED"));
    }

    [Test]
    public async Task Deployment_Conditions_AreAllThere()
    {
        var id = await DeployedAsync();

        var conditions = (await Rest.SettledAsync(id)).Items("conditions");

        Assert.That(conditions.Select(condition => condition.Text("type")), Is.EquivalentTo(ConditionTypes));
        string Status(string type) => conditions.Single(condition => condition.Text("type") == type).Text("status");
        Assert.That((Status("Validated"), Status("AgentsConverged")), Is.EqualTo(("CONDITION_STATUS_TRUE", "CONDITION_STATUS_TRUE")));
        Assert.That(Status("TableReady"), Is.EqualTo("CONDITION_STATUS_NOT_CONFIGURED"));
        Assert.That(conditions.Select(condition => condition.Text("reason")), Has.All.Match("^[A-Z_]+$"));
    }

    [Test]
    public async Task Deployment_NeverDeployed_IsNotFound()
    {
        var id = await Rest.CreateIdAsync();

        (await Rest.GetAsync($"/v1/modules/{id}/deployment")).NotFound("deployment", id);
        (await Rest.GetAsync("/v1/modules/nope/deployment")).NotFound("module", "nope");
    }

    [Test]
    public async Task Deploy_OlderRevision_IsARollback()
    {
        var id = await DeployedAsync();
        await Rest.ReviseAsync(id);
        var running = (await Rest.GetAsync($"/v1/modules/{id}/deployment")).Ok().At("deployment");
        Assert.That(running.Number("revision"), Is.EqualTo(1), "a new revision does not run until it is deployed");
        await DeployAsync(id);
        await Rest.SettledAsync(id);

        var back = (await Rest.PostAsync($"/v1/modules/{id}:deploy", new JsonObject { ["revision"] = 1 })).Ok().At("deployment");

        Assert.That(back.Number("revision"), Is.EqualTo(1));
        await Rest.SettledAsync(id);
        Assert.That(_agent.Updates.Where(order => order.ModuleId == id).Select(order => order.Revision), Is.EqualTo(new[] { 1, 2, 1 }));
        var events = (await Rest.GetAsync($"/v1/events?moduleId={id}&kind=ROLLBACK_REQUESTED")).Ok();
        Assert.That(events.Items("events").Single().Number("revision"), Is.EqualTo(1));
    }

    [Test]
    public async Task Deploy_RevisionThatIsNot_IsRefused()
    {
        var id = await Rest.CreateIdAsync();

        (await Rest.PostAsync($"/v1/modules/{id}:deploy", new JsonObject { ["revision"] = 99 })).NotFound("revision", $"{id}/99");
        (await Rest.PostAsync($"/v1/modules/{id}:deploy", new JsonObject { ["revision"] = -1 })).Violates("revision");
        (await Rest.PostAsync("/v1/modules/nope:deploy")).NotFound("module", "nope");
    }

    [Test]
    public async Task Deploy_SameRequestId_IsOneGeneration()
    {
        var id = await Rest.CreateIdAsync();
        var body = new JsonObject { ["requestId"] = Guid.NewGuid().ToString() };
        var first = await Rest.PostAsync($"/v1/modules/{id}:deploy", body);

        var second = await Rest.PostAsync($"/v1/modules/{id}:deploy", body);
        var other = await Rest.PostAsync($"/v1/modules/{id}:deploy");

        Assert.That(second, Is.EqualTo(first));
        Assert.That(Generation(other), Is.GreaterThan(Generation(first)));
    }

    [Test]
    public async Task Undeploy_Deployed_StopsItOnTheAgent()
    {
        var id = await DeployedAsync();
        await Rest.SettledAsync(id);

        var deployment = (await Rest.PostAsync($"/v1/modules/{id}:undeploy")).Ok().At("deployment");

        Assert.That(deployment.Text("target"), Is.EqualTo("DEPLOYMENT_TARGET_UNDEPLOYED"));
        await Rest.SettledAsync(id);
        Assert.That(_agent.Updates.Last(order => order.ModuleId == id).Action, Is.EqualTo(ModuleAction.Undeploy));
        Assert.That((await Rest.GetAsync($"/v1/modules/{id}")).Ok().Text("module", "lifecycle"), Is.EqualTo("MODULE_LIFECYCLE_UNDEPLOYED"));
    }

    [Test]
    public async Task BatchDeploy_OneOfThemMissing_EachStandsAlone()
    {
        var id = await Rest.CreateIdAsync();
        var body = Batch("DEPLOYED", id, "nope");
        body["requestId"] = Guid.NewGuid().ToString();

        var first = await Rest.PostAsync("/v1/modules:batchDeploy", body);
        var second = await Rest.PostAsync("/v1/modules:batchDeploy", body);

        var results = first.Ok().Items("results");
        Assert.That(results.Select(result => result.Text("moduleId")), Is.EqualTo(new[] { id, "nope" }));
        Assert.That(results[0].Text("deployment", "target"), Is.EqualTo("DEPLOYMENT_TARGET_DEPLOYED"));
        Assert.That(results[1].Number("error", "code"), Is.EqualTo(5));
        Assert.That(
            results[1].At("error").Items("details").Select(detail => detail.Text("@type")), Has.Some.EndsWith("google.rpc.ResourceInfo"));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task BatchDeploy_AllUndeployed_StopsEverything()
    {
        await DeployedAsync();
        await DeployedAsync();
        var body = new JsonObject { ["all"] = true, ["target"] = "DEPLOYMENT_TARGET_UNDEPLOYED" };

        var results = (await Rest.PostAsync("/v1/modules:batchDeploy", body)).Ok().Items("results");

        var total = (await Rest.GetAsync("/v1/modules")).Ok().Number("totalSize");
        Assert.That(results, Has.Count.EqualTo(total));
        Assert.That((await Rest.GetAsync("/v1/modules?lifecycle=MODULE_LIFECYCLE_DEPLOYED")).Ok().Number("totalSize"), Is.Zero);
    }

    [Test]
    public async Task BatchDeploy_BadRequests_NameAllFields()
    {
        (await Rest.PostAsync("/v1/modules:batchDeploy")).Violates("target", "module_ids");
        var both = Batch("DEPLOYED", "a");
        both["all"] = true;
        (await Rest.PostAsync("/v1/modules:batchDeploy", both)).Violates("module_ids");
        var many = Batch("DEPLOYED", [.. Enumerable.Range(0, 501).Select(i => $"m{i}")]);
        (await Rest.PostAsync("/v1/modules:batchDeploy", many)).Violates("module_ids");
    }

    [Test]
    public async Task ModuleInstances_Filters_AndPages()
    {
        var ids = new[] { await DeployedAsync(), await DeployedAsync(), await DeployedAsync() };
        foreach (var id in ids)
        {
            await Rest.SettledAsync(id);
        }

        var one = (await Rest.GetAsync($"/v1/module-instances?moduleId={ids[0]}")).Ok().Items("instances").Single();
        var paged = new List<string>();
        var token = "";
        do
        {
            var page = (await Rest.GetAsync(
                $"/v1/module-instances?agentId={_agent.Id}&state=INSTANCE_STATE_SUCCEEDED&pageSize=2&pageToken={token}")).Ok();
            paged.AddRange(page.Items("instances").Select(instance => instance.Text("moduleId")));
            token = page.Text("nextPageToken");
        }
        while (token.Length > 0);

        Assert.Multiple(() =>
        {
            Assert.That((one.Text("agentId"), one.Text("nodeName")), Is.EqualTo((_agent.Id, _agent.Node)));
            Assert.That((one.Number("desiredRevision"), one.Number("observedRevision")), Is.EqualTo((1, 1)));
            Assert.That(one.Text("state"), Is.EqualTo("INSTANCE_STATE_SUCCEEDED"));
            Assert.That(one.Text("moduleName"), Is.Not.Empty);
            Assert.That(long.Parse(one.Text("generation"), null), Is.Positive);
        });
        Assert.That(paged, Is.Unique.And.SupersetOf(ids));
        Assert.That((await Rest.GetAsync("/v1/module-instances?agentId=nope")).Ok().Items("instances"), Is.Empty);
        Assert.That((await Rest.GetAsync("/v1/module-instances?state=INSTANCE_STATE_FAILED")).Ok().Number("totalSize"), Is.Zero);
    }

    [Test]
    public async Task Delete_Deployed_IsRefusedUntilUndeployed()
    {
        var id = await DeployedAsync();
        var path = $"/v1/modules/{id}?requestId={Guid.NewGuid()}&dropData=true";

        (await Rest.DeleteAsync(path)).Refused("MODULE_DEPLOYED", "module/" + id);
        (await Rest.PostAsync($"/v1/modules/{id}:undeploy")).Ok();
        var first = await Rest.DeleteAsync(path);
        var repeat = await Rest.DeleteAsync(path);

        Assert.That(first.Ok().EnumerateObject(), Is.Empty, "a failure is not stored, the same id is good for the next try");
        Assert.That(repeat, Is.EqualTo(first));
        (await Rest.DeleteAsync($"/v1/modules/{id}")).NotFound("module", id);
        (await Rest.GetAsync($"/v1/modules/{id}")).NotFound("module", id);
        (await Rest.GetAsync($"/v1/modules/{id}/deployment")).NotFound("module", id);
        await Eventually.TrueAsync(
            () => _agent.Updates.LastOrDefault(order => order.ModuleId == id)?.Action is ModuleAction.Undeploy,
            "the agent is told to stop a module that is gone");
    }

    [Test]
    public async Task Delete_StaleEtag_IsAborted()
    {
        var id = await Rest.CreateIdAsync();

        (await Rest.DeleteAsync($"/v1/modules/{id}?etag=bogus")).Failed(HttpStatusCode.Conflict, 10, "ETAG_MISMATCH");
        (await Rest.GetAsync($"/v1/modules/{id}")).Ok();
    }

    private static long Generation(RestAnswer answer) => long.Parse(answer.Ok().Text("deployment", "generation"), null);

    private static JsonObject Batch(string target, params string[] ids) => new()
    {
        ["moduleIds"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]),
        ["target"] = "DEPLOYMENT_TARGET_" + target,
    };

    private async Task<string> DeployedAsync()
    {
        var id = await Rest.CreateIdAsync();
        await DeployAsync(id);
        return id;
    }

    private async Task<JsonElement> DeployAsync(string id) => (await Rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
}
