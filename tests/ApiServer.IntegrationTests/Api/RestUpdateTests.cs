using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Api;

public sealed class RestUpdateTests : ServerFixture
{
    [Test]
    public async Task Update_MaskInTheBody_ChangesWhatItNames()
    {
        var before = await Rest.CreateAsync();

        var after = await UpdateAsync(before, new JsonObject { ["description"] = "new", ["name"] = "ignored" }, "description");

        Assert.That(after.Text("description"), Is.EqualTo("new"));
        Assert.That(after.Text("name"), Is.EqualTo(before.Text("name")));
        Assert.That(after.Number("revision"), Is.EqualTo(1), "a description is no content");
        Assert.That(after.Text("etag"), Is.Not.EqualTo(before.Text("etag")));
    }

    [Test]
    public async Task Update_NestedPathsInCamelCase_AreFields()
    {
        var before = await Rest.CreateAsync();
        var change = new JsonObject { ["ebpf"] = new JsonObject { ["perfBufferNames"] = new JsonArray(), ["eventSize"] = 0 } };

        var after = await UpdateAsync(before, change, "ebpf.perfBufferNames,ebpf.eventSize");

        Assert.That(after.At("ebpf").Items("perfBufferNames"), Is.Empty);
        Assert.That(after.Number("ebpf", "eventSize"), Is.Zero, "named, so that it is set although it is the default");
        Assert.That(after.Number("revision"), Is.EqualTo(2));
    }

    [Test]
    public async Task Update_WithoutMask_ChangesThePopulatedFields()
    {
        var before = await Rest.CreateAsync();

        var after = await UpdateAsync(
            before, new JsonObject { ["wasm"] = new JsonObject { ["fileName"] = "other.wasm" }, ["description"] = "" });

        Assert.That(after.Text("wasm", "fileName"), Is.EqualTo("other.wasm"));
        Assert.That(after.Text("wasm", "functionName"), Is.EqualTo("tcp_connect"));
        Assert.That(after.Text("description"), Is.EqualTo(before.Text("description")));
        Assert.That(after.Text("labels", "category"), Is.EqualTo("network"));
    }

    [Test]
    public async Task Update_Star_ReplacesEverything()
    {
        var before = await Rest.CreateAsync();
        var whole = Sample.Body(before.Text("name"))["module"]!.DeepClone().AsObject();
        whole.Remove("labels");
        whole.Remove("panel");

        var after = await UpdateAsync(before, whole, "*");

        Assert.That(after.At("labels").EnumerateObject(), Is.Empty);
        Assert.That(after.Text("panel"), Is.Empty);
        Assert.That((after.Text("id"), after.Number("revision")), Is.EqualTo((before.Text("id"), 1)), "the content is the same");
    }

    [Test]
    public async Task Update_StarWithHalfAModule_NamesWhatIsMissing()
    {
        var before = await Rest.CreateAsync();

        var answer = await PatchAsync(before, new JsonObject { ["description"] = "only this" }, "*");

        answer.Violates("MODULE_INVALID", ["module.name", "module.ebpf", "module.wasm", "module.output_schema.fields"]);
    }

    [TestCase("{}")]
    [TestCase("""{"module": null}""")]
    [TestCase("""{"updateMask": "description", "requestId": "r"}""")]
    public async Task Update_WithoutModule_IsRefused(string body)
    {
        // A regression: the id in the path passed for a module, and nothing was changed with a 200.
        var before = await Rest.CreateAsync();

        (await Rest.PatchAsync(PathOf(before), JsonNode.Parse(body)!)).Violates("module");
        (await Rest.PatchAsync(PathOf(before), new JsonObject { ["module"] = new JsonObject() })).Ok();
    }

    [Test]
    public async Task Update_UnknownAndOutputOnlyPaths_AreAllNamed()
    {
        var before = await Rest.CreateAsync();

        var answer = await PatchAsync(
            before, new JsonObject { ["description"] = "x" }, "description,nope,createTime,outputSchema.tableName");

        answer.Violates("UPDATE_MASK_INVALID", ["update_mask", "update_mask", "update_mask"]);
        Assert.That(answer.Text, Does.Contain("nope").And.Contain("create_time").And.Contain("output_schema.table_name"));
    }

    [Test]
    public async Task Update_StaleEtag_IsAborted()
    {
        var before = await Rest.CreateAsync();
        JsonObject Body(string description) => new()
        {
            ["module"] = new JsonObject { ["description"] = description },
            ["etag"] = before.Text("etag"),
        };
        (await Rest.PatchAsync(PathOf(before), Body("first"))).Ok();

        (await Rest.PatchAsync(PathOf(before), Body("second"))).Failed(HttpStatusCode.Conflict, 10, "ETAG_MISMATCH");

        Assert.That((await Rest.GetAsync(PathOf(before))).Ok().Text("module", "description"), Is.EqualTo("first"));
    }

    [Test]
    public async Task Update_ThatChangesNothing_KeepsTheEtag()
    {
        var before = await Rest.CreateAsync();

        var after = await UpdateAsync(before, new JsonObject { ["description"] = before.Text("description") }, "description");

        Assert.That(after.Text("etag"), Is.EqualTo(before.Text("etag")));
    }

    [Test]
    public async Task Update_DeployAndUndeploy_KeepTheEtag()
    {
        var before = await Rest.CreateAsync();
        (await Rest.PostAsync(PathOf(before) + ":deploy")).Ok();
        (await Rest.PostAsync(PathOf(before) + ":undeploy")).Ok();

        Assert.That((await Rest.GetAsync(PathOf(before))).Ok().Text("module", "etag"), Is.EqualTo(before.Text("etag")));
    }

    [Test]
    public async Task Update_SameRequestId_IsDoneOnce()
    {
        var before = await Rest.CreateAsync();
        var body = new JsonObject
        {
            ["module"] = new JsonObject { ["ebpf"] = new JsonObject { ["source"] = Sample.OtherSource() } },
            ["requestId"] = Guid.NewGuid().ToString(),
            ["etag"] = before.Text("etag"),
        };

        var first = await Rest.PatchAsync(PathOf(before), body);
        var second = await Rest.PatchAsync(PathOf(before), body);

        Assert.That(second, Is.EqualTo(first), "the etag does not match any more, but the answer was given");
        Assert.That(first.Ok().Number("module", "revision"), Is.EqualTo(2));
    }

    [Test]
    public async Task Update_NameOfAnother_IsAConflict()
    {
        var (one, other) = (await Rest.CreateAsync(), await Rest.CreateAsync());

        (await PatchAsync(one, new JsonObject { ["name"] = other.Text("name") }))
            .Failed(HttpStatusCode.Conflict, 6, "MODULE_ALREADY_EXISTS");
    }

    [Test]
    public async Task Update_Unknown_IsNotFound() => (await Rest.PatchAsync(
        "/v1/modules/nope", new JsonObject { ["module"] = new JsonObject { ["description"] = "x" } })).NotFound("module", "nope");

    private static string PathOf(JsonElement module) => "/v1/modules/" + module.Text("id");

    private async Task<JsonElement> UpdateAsync(JsonElement before, JsonObject module, string? mask = null) =>
        (await PatchAsync(before, module, mask)).Ok().At("module");

    private Task<RestAnswer> PatchAsync(JsonElement before, JsonObject module, string? mask = null)
    {
        var body = new JsonObject { ["module"] = module };
        if (mask is not null)
        {
            body["updateMask"] = mask;
        }

        return Rest.PatchAsync(PathOf(before), body);
    }
}
