using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

public sealed class RestTests
{
    private PipelineHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await PipelineHost.StartAsync();
        _http = _host.Http();
    }

    [OneTimeTearDown]
    public ValueTask StopAsync()
    {
        _http.Dispose();
        return _host.DisposeAsync();
    }

    [Test]
    public async Task Post_WithVerb_BindsPathAndBody()
    {
        var answer = await PostAsync("/v1/modules/m1:deploy", """{"revision": 7, "request_id": "r"}""");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        var deployment = answer.Json.GetProperty("deployment");
        Assert.That(deployment.GetProperty("moduleId").GetString(), Is.EqualTo("m1"));
        Assert.That(deployment.GetProperty("revision").GetInt32(), Is.EqualTo(7));
        Assert.That(deployment.GetProperty("generation").GetString(), Is.EqualTo("9223372036854775807"), "int64 are strings");
    }

    [Test]
    public async Task Post_EmptyBody_MeansEmptyMessage(
        [Values(null, "application/json", "application/x-www-form-urlencoded", "text/plain")] string? contentType)
    {
        var answer = await PostAsync("/v1/modules/m1:deploy", "", contentType);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
        Assert.That(answer.Json.GetProperty("deployment").GetProperty("moduleId").GetString(), Is.EqualTo("m1"));
    }

    [Test]
    public async Task Post_ContentTypeOfCurl_IsTakenForJson()
    {
        var answer = await PostAsync("/v1/modules/m1:deploy", """{"revision": 7}""", "application/x-www-form-urlencoded");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
    }

    [Test]
    public async Task Post_OtherContentType_IsInvalidArgument()
    {
        var answer = await PostAsync("/v1/modules/m1:deploy", "<deploy/>", "text/xml");

        AssertViolation(answer, "body", "NOT_JSON");
    }

    [Test]
    public async Task Post_UnknownFields_AreAllNamed()
    {
        var answer = await PostAsync("/v1/modules", """{"module": {"name": "a", "ebpf": {"probes": [{"targett": "x"}]}}, "moduel": {}}""");

        AssertViolation(answer, "module.ebpf.probes[0].targett", "UNKNOWN_FIELD");
        AssertViolation(answer, "moduel", "UNKNOWN_FIELD");
    }

    [Test]
    public async Task Post_WrongTypes_AreAllNamed()
    {
        var answer = await PostAsync("/v1/modules", """
            {"module": {"name": 5, "labels": ["x"], "wasm": {"binary": "%", "encoding": "WASM_ENCODING_XML"}}, "validateOnly": "yes"}
            """);

        Assert.Multiple(() =>
        {
            AssertViolation(answer, "module.name", "WRONG_TYPE");
            AssertViolation(answer, "module.labels", "WRONG_TYPE");
            AssertViolation(answer, "module.wasm.binary", "WRONG_TYPE");
            AssertViolation(answer, "module.wasm.encoding", "WRONG_TYPE");
            AssertViolation(answer, "validateOnly", "WRONG_TYPE");
        });
    }

    [TestCase("""{"module": """)]
    [TestCase("not json")]
    [TestCase("""{"module": {}} trailing""")]
    [TestCase("[]")]
    [TestCase("null")]
    public async Task Post_MalformedJson_IsInvalidArgument(string body)
    {
        var answer = await PostAsync("/v1/modules", body);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer.Json.GetProperty("code").GetInt32(), Is.EqualTo(3));
        Assert.That(answer.Detail("BadRequest").GetProperty("fieldViolations")[0].GetProperty("field").GetString(), Is.EqualTo("body"));
    }

    [Test]
    public async Task Post_BodyAboveLimit_Is413([Values] bool chunked)
    {
        using var content = new ByteArrayContent(new byte[(12 * 1024 * 1024) + 1]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/modules") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await SendAsync(request);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge), answer.Text);
        Assert.That(answer.Json.GetProperty("code").GetInt32(), Is.EqualTo(8));
    }

    [Test]
    public async Task Post_LargestModule_PassesThrough()
    {
        var binary = ByteString.CopyFrom(new byte[7 * 1024 * 1024]).ToBase64();

        var answer = await PostAsync("/v1/modules", "{\"module\": {\"wasm\": {\"binary\": \"" + binary + "\"}}}");

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Json.GetProperty("module").GetProperty("wasm").GetProperty("binary").GetString(), Is.EqualTo(binary));
    }

    [Test]
    public async Task Patch_PathOfNestedField_IsBound()
    {
        const string Body = """{"module": {"description": "d"}, "updateMask": "description"}""";
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/v1/modules/m1") { Content = content };

        var answer = await SendAsync(request);

        Assert.That(answer.Json.GetProperty("module").GetProperty("id").GetString(), Is.EqualTo("m1"), answer.Text);
        Assert.That(answer.Json.GetProperty("module").GetProperty("description").GetString(), Is.EqualTo("d"));
    }

    [Test]
    public async Task Get_QueryParameters_BindByEitherName([Values("pageSize", "page_size")] string name)
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/v1/modules?{name}=3"));

        Assert.That(answer.Json.GetProperty("totalSize").GetInt32(), Is.EqualTo(3), answer.Text);
    }

    [Test]
    public async Task Get_UnknownQueryParameter_IsInvalidArgument()
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules?pageSise=3"));

        AssertViolation(answer, "pageSise", "UNKNOWN_FIELD");
    }

    [Test]
    public async Task Get_WrongQueryValue_IsInvalidArgument()
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules?pageSize=many"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        Assert.That(answer.Json.GetProperty("code").GetInt32(), Is.EqualTo(3));
    }

    [Test]
    public async Task Get_DomainException_CarriesDetails()
    {
        _host.Modules.Get = (_, _) => throw new NotFoundException("module", "m1");

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules/m1"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotFound), answer.Text);
        Assert.That(answer.Json.GetProperty("code").GetInt32(), Is.EqualTo(5));
        Assert.That(answer.Detail("ErrorInfo").GetProperty("reason").GetString(), Is.EqualTo("MODULE_NOT_FOUND"));
        Assert.That(answer.Detail("ErrorInfo").GetProperty("domain").GetString(), Is.EqualTo("apiserver.tricorder"));
        Assert.That(answer.Detail("ResourceInfo").GetProperty("resourceName").GetString(), Is.EqualTo("m1"));
    }

    [Test]
    public async Task Get_SeveralDetails_AreAllCarried()
    {
        _host.Modules.Get = (_, _) => throw new ResourceExhaustedException("TOO_MANY", "Too many.", TimeSpan.FromSeconds(2));

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules/m1"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.TooManyRequests), answer.Text);
        Assert.That(answer.Detail("RetryInfo").GetProperty("retryDelay").GetString(), Is.EqualTo("2s"));
    }

    [Test]
    public async Task Get_FailedPrecondition_CarriesSubject()
    {
        _host.Modules.Get = (_, _) => throw new FailedPreconditionException("MODULE_DEPLOYED", "module/m1", "It runs.");

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules/m1"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        var violation = answer.Detail("PreconditionFailure").GetProperty("violations")[0];
        Assert.That(violation.GetProperty("subject").GetString(), Is.EqualTo("module/m1"));
    }

    [Test]
    public async Task Get_UnknownException_SaysOnlyCorrelationId()
    {
        _host.Modules.Get = (_, _) => throw new FormatException("SELECT secret");

        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules/m1"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(answer.Text, Does.Not.Contain("SELECT").And.Not.Contain("Format"));
        var id = answer.Detail("ErrorInfo").GetProperty("metadata").GetProperty("correlation_id").GetString();
        var logged = _host.Log.Entries.Single(entry => entry.Text.Contains(id!, StringComparison.Ordinal));
        Assert.That(logged.Exception, Is.InstanceOf<FormatException>());
    }

    [Test]
    public async Task Get_UnimplementedMethod_Is501()
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/modules/m1/revisions"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotImplemented), answer.Text);
    }

    [Test]
    public async Task Get_UnknownPath_SaysSoInJson()
    {
        var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/nothing"));

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(answer.Detail("ErrorInfo").GetProperty("reason").GetString(), Is.EqualTo("PATH_NOT_FOUND"));
    }

    private static void AssertViolation(RestAnswer answer, string field, string reason)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.BadRequest), answer.Text);
        var violations = answer.Detail("BadRequest").GetProperty("fieldViolations").EnumerateArray()
            .Select(violation => (violation.GetProperty("field").GetString(), violation.GetProperty("reason").GetString()));
        Assert.That(violations, Does.Contain((field, reason)), answer.Text);
    }

    private Task<RestAnswer> PostAsync(string path, string body, string? contentType = "application/json")
    {
        var content = new StringContent(body);
        content.Headers.ContentType = contentType is null ? null : new MediaTypeHeaderValue(contentType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });
    }

    private async Task<RestAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        return new RestAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private sealed record RestAnswer(HttpStatusCode Status, string Text)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;

        public JsonElement Detail(string type) => Json.GetProperty("details").EnumerateArray()
            .Single(detail => detail.GetProperty("@type").GetString() == "type.googleapis.com/google.rpc." + type);
    }
}
