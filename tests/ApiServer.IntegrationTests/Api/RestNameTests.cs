using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Calls take a module's name where they take its id.</summary>
public sealed class RestNameTests : ServerFixture
{
    [Test]
    public async Task EveryCall_ByName_MeansTheModule()
    {
        var module = await Rest.CreateAsync();
        var (id, name) = (module.Text("id"), module.Text("name"));

        var read = (await Rest.GetAsync($"/v1/modules/{name}")).Ok();
        var updated = (await Rest.PatchAsync(
            $"/v1/modules/{name}", new JsonObject { ["module"] = new JsonObject { ["description"] = "by name" } })).Ok();
        var revisions = (await Rest.GetAsync($"/v1/modules/{name}/revisions")).Ok();
        var deployed = (await Rest.PostAsync($"/v1/modules/{name}:deploy")).Ok();
        var deployment = (await Rest.GetAsync($"/v1/modules/{name}/deployment")).Ok();
        var events = (await Rest.GetAsync($"/v1/events?moduleId={name}")).Ok();
        var batch = (await Rest.PostAsync("/v1/modules:batchDeploy", new JsonObject
        {
            ["moduleIds"] = new JsonArray(name, "there-is-none"),
            ["target"] = "DEPLOYMENT_TARGET_DEPLOYED",
        })).Ok();
        (await Rest.PostAsync($"/v1/modules/{name}:undeploy")).Ok();
        (await Rest.DeleteAsync($"/v1/modules/{name}")).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(read.Text("module", "id"), Is.EqualTo(id));
            Assert.That((updated.Text("module", "id"), updated.Text("module", "description")), Is.EqualTo((id, "by name")));
            Assert.That(revisions.Items("revisions"), Has.Count.EqualTo(1));
            Assert.That(deployed.Text("deployment", "moduleId"), Is.EqualTo(id));
            Assert.That(deployment.Text("deployment", "moduleId"), Is.EqualTo(id));
            Assert.That(events.Items("events").Select(one => one.Text("moduleId")), Is.Not.Empty.And.All.EqualTo(id));
            Assert.That(
                batch.Items("results").Select(one => one.Text("moduleId")), Is.EqualTo(new[] { id, "there-is-none" }));
        });
        (await Rest.GetAsync($"/v1/modules/{name}")).NotFound("module", name);
    }

    /// <summary>What a repeat asks for is compared as it was sent: the name means nothing any more.</summary>
    [Test]
    public async Task Delete_ByNameAndRepeated_AnswersTheSame()
    {
        var name = (await Rest.CreateAsync()).Text("name");
        var path = $"/v1/modules/{name}?requestId={Guid.NewGuid()}";

        var first = await Rest.DeleteAsync(path);
        var second = await Rest.DeleteAsync(path);

        Assert.That((first.Ok().ValueKind, second), Is.EqualTo((JsonValueKind.Object, first)));
    }

    [Test]
    public async Task Create_NameOfTheFormOfAnId_IsRefused() =>
        (await Rest.PostAsync("/v1/modules", Sample.Body("01a20aca-2113-7675-999d-cdc07c259fdf")))
            .Violates("MODULE_INVALID", ["module.name"]);

    [TestCase("/v1/modules")]
    [TestCase("/v1/modules/there-is-none")]
    [TestCase("/v1/modules?pageSize=many")]
    [TestCase("/v1/status")]
    [TestCase("/v1/there-is-no-such-path")]
    [TestCase("/healthz")]
    [TestCase("/readyz")]
    [TestCase("/auth/session")]
    public async Task Answer_EndsWithOneNewline(string path)
    {
        var text = (await Rest.GetAsync(path)).Text;

        Assert.That(text, Does.EndWith("\n").And.Not.EndWith("\n\n"));
    }
}
