using System.Net;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Api;

public sealed class RestModuleTests : ServerFixture
{
    private const string Unknown = "00000000-0000-7000-8000-000000000000";

    [Test]
    public async Task Create_Sample_AnswersTheModuleInBasicView()
    {
        var body = Sample.Body();
        var name = body["module"]!["name"]!.GetValue<string>();

        var module = (await Rest.PostAsync("/v1/modules", body)).Ok().At("module");

        var id = Guid.Parse(module.Text("id"));
        Assert.Multiple(() =>
        {
            Assert.That(id.Version, Is.EqualTo(7));
            Assert.That(module.Text("name"), Is.EqualTo(name));
            Assert.That(module.Number("revision"), Is.EqualTo(1));
            Assert.That(module.Text("etag"), Is.Not.Empty);
            Assert.That(module.Text("lifecycle"), Is.EqualTo("MODULE_LIFECYCLE_CREATED"));
            Assert.That(module.Text("labels", "category"), Is.EqualTo("network"));
            Assert.That(module.Text("outputSchema", "tableName"), Is.EqualTo($"tricorder_module_{id:D}".Replace('-', '_')));
            Assert.That(module.Text("ebpf", "source") + module.Text("wasm", "source") + module.Text("wasm", "binary"), Is.Empty);
        });
    }

    [Test]
    public async Task Create_ValidateOnly_StoresNothing()
    {
        var body = Sample.Body();
        body["validateOnly"] = true;
        var name = body["module"]!["name"]!.GetValue<string>();

        var answer = (await Rest.PostAsync("/v1/modules", body)).Ok();

        Assert.That(answer.Text("module", "id"), Is.Empty);
        Assert.That(answer.Items("findings"), Is.Empty);
        Assert.That((await Rest.GetAsync($"/v1/modules?filterText={name}")).Ok().Number("totalSize"), Is.Zero);
    }

    [Test]
    public async Task Create_SameRequestId_AnswersTheSameEvenAfterADelete()
    {
        var body = Sample.Body();
        body["requestId"] = Guid.NewGuid().ToString();
        var first = await Rest.PostAsync("/v1/modules", body);

        var second = await Rest.PostAsync("/v1/modules", body);
        (await Rest.DeleteAsync($"/v1/modules/{first.Ok().Text("module", "id")}")).Ok();
        var third = await Rest.PostAsync("/v1/modules", body);

        Assert.That((second, third), Is.EqualTo((first, first)));
    }

    [Test]
    public async Task Create_RequestIdOfAnotherRequest_IsRefused()
    {
        var body = Sample.Body();
        body["requestId"] = Guid.NewGuid().ToString();
        (await Rest.PostAsync("/v1/modules", body)).Ok();
        body["module"]!["description"] = "another";

        (await Rest.PostAsync("/v1/modules", body)).Violates("REQUEST_ID_REUSED", ["request_id"]);
    }

    [Test]
    public async Task Create_NameTaken_IsAConflict()
    {
        var name = (await Rest.CreateAsync()).Text("name");

        var answer = (await Rest.PostAsync("/v1/modules", Sample.Body(name))).Failed(HttpStatusCode.Conflict, 6, "MODULE_ALREADY_EXISTS");

        Assert.That(answer.Detail("ResourceInfo").Text("resourceType"), Is.EqualTo("module"));
        Assert.That(answer.Detail("ResourceInfo").Text("resourceName"), Is.EqualTo(name));
    }

    [Test]
    public async Task Create_MuchWrong_NamesAllOfIt()
    {
        var body = Sample.Body("no spaces, please");
        Spoil(body["module"]!);

        (await Rest.PostAsync("/v1/modules", body)).Violates(
            "MODULE_INVALID",
            [
                "module.name", "module.labels", "module.ebpf.event_size", "module.ebpf.probes[0].target", "module.wasm.function_name",
                "module.wasm.encoding", "module.output_schema.fields[0].name", "module.output_schema.fields[0].type", "module.panel",
            ]);
    }

    [TestCase("{}")]
    [TestCase(null)]
    public async Task Create_WithoutModule_NamesIt(string? body) =>
        (await Rest.PostAsync("/v1/modules", body is null ? null : JsonNode.Parse(body))).Violates("module");

    [TestCase("", true)]
    [TestCase("?view=MODULE_VIEW_FULL", true)]
    [TestCase("?view=MODULE_VIEW_BASIC", false)]
    public async Task Get_View_DecidesOverPrograms(string query, bool isFull)
    {
        var sample = Sample.Body();
        var id = await Rest.CreateIdAsync();

        var module = (await Rest.GetAsync($"/v1/modules/{id}{query}")).Ok().At("module");

        string Expected(string program, string field) => isFull ? sample["module"]![program]![field]!.GetValue<string>() : "";
        Assert.Multiple(() =>
        {
            Assert.That(module.Text("ebpf", "source"), Is.EqualTo(Expected("ebpf", "source")));
            Assert.That(module.Text("wasm", "source"), Is.EqualTo(Expected("wasm", "source")));
            Assert.That(module.Text("wasm", "binary"), Is.EqualTo(isFull ? CompiledSample.Binary.ToBase64() : ""));
            Assert.That(module.Text("wasm", "functionName"), Is.EqualTo("tcp_connect"));
            Assert.That(module.At("ebpf").Items("probes")[0].Text("entryFunction"), Is.EqualTo("on_connect"));
            Assert.That(
                DateTimeOffset.Parse(module.Text("createTime"), null), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(5)));
        });
    }

    [Test]
    public async Task Get_Unknown_IsNotFoundWithTheResource() =>
        (await Rest.GetAsync($"/v1/modules/{Unknown}")).NotFound("module", Unknown);

    [Test]
    public async Task Revisions_OfAModule_ArePagedNewestFirst()
    {
        var id = await Rest.CreateIdAsync();
        await Rest.ReviseAsync(id);
        await Rest.ReviseAsync(id);

        var first = (await Rest.GetAsync($"/v1/modules/{id}/revisions?pageSize=2")).Ok();
        var token = first.Text("nextPageToken");
        var second = (await Rest.GetAsync($"/v1/modules/{id}/revisions?pageSize=2&pageToken={token}")).Ok();

        Assert.That(first.Items("revisions").Select(revision => revision.Number("revision")), Is.EqualTo(new[] { 3, 2 }));
        Assert.That(second.Items("revisions").Select(revision => revision.Number("revision")), Is.EqualTo(new[] { 1 }));
        Assert.That((first.Number("totalSize"), second.Text("nextPageToken")), Is.EqualTo((3, "")));
        Assert.That(first.Items("revisions")[0].Text("createTime"), Is.Not.Empty);
        Assert.That(first.Items("revisions")[0].Text("module", "ebpf", "source"), Is.Empty, "BASIC by default");
    }

    [Test]
    public async Task Revisions_Full_HoldTheContentOfTheirTime()
    {
        var id = await Rest.CreateIdAsync();
        await Rest.ReviseAsync(id);

        var revisions = (await Rest.GetAsync($"/v1/modules/{id}/revisions?view=MODULE_VIEW_FULL")).Ok().Items("revisions");

        Assert.That(revisions[1].Text("module", "ebpf", "source"), Is.EqualTo(Sample.Module().Ebpf.Source));
        Assert.That(revisions[0].Text("module", "ebpf", "source"), Is.Not.EqualTo(Sample.Module().Ebpf.Source));
        Assert.That(revisions[0].Text("module", "wasm", "binary"), Is.Not.Empty);
    }

    [Test]
    public async Task Revisions_OfUnknownModule_AreNotFound() =>
        (await Rest.GetAsync($"/v1/modules/{Unknown}/revisions")).NotFound("module", Unknown);

    [Test]
    public async Task Validate_Sample_FindsNothingAndStoresNothing()
    {
        var before = (await Rest.GetAsync("/v1/modules")).Ok().Number("totalSize");

        var answer = (await Rest.PostAsync("/v1/modules:validate", Sample.Body())).Ok();

        Assert.That(answer.Items("findings"), Is.Empty);
        Assert.That((await Rest.GetAsync("/v1/modules")).Ok().Number("totalSize"), Is.EqualTo(before));
    }

    [Test]
    public async Task Validate_MuchWrong_FindsAllOfIt()
    {
        var body = Sample.Body((await Rest.CreateAsync()).Text("name"));
        Spoil(body["module"]!);

        var findings = (await Rest.PostAsync("/v1/modules:validate", body)).Ok().Items("findings");

        Assert.That(findings.Select(finding => finding.Text("field")), Is.SupersetOf(new[]
        {
            "name", "ebpf.event_size", "wasm.function_name", "output_schema.fields[0].name", "panel",
        }));
        Assert.That(findings.Select(finding => finding.Text("severity")), Has.All.EqualTo("FINDING_SEVERITY_ERROR"));
        Assert.That(findings.Select(finding => finding.Text("code")), Has.All.Match("^[A-Z][A-Z0-9_]+$"));
        Assert.That(findings.Select(finding => finding.Text("message")), Has.All.Not.Empty);
    }

    [Test]
    public async Task Validate_WithoutModule_NamesIt() => (await Rest.PostAsync("/v1/modules:validate")).Violates("module");

    private static void Spoil(JsonNode module)
    {
        module["labels"]!["no spaces"] = "x";
        module["ebpf"]!["eventSize"] = -1;
        module["ebpf"]!["probes"]![0]!["target"] = "";
        module["wasm"]!["functionName"] = "no_such_function";
        module["wasm"]!["encoding"] = "WASM_ENCODING_UNSPECIFIED";
        module["outputSchema"]!["fields"]![0]!["name"] = "";
        module["outputSchema"]!["fields"]![0]!["type"] = "FIELD_TYPE_UNSPECIFIED";
        module["panel"] = "[]";
    }
}
