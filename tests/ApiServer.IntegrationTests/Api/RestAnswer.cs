using System.Net;
using System.Text.Json;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>What the web port answered.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, string Text)
{
    private const string Types = "type.googleapis.com/google.rpc.";

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The answer of a call that must have succeeded.</summary>
    public JsonElement Ok()
    {
        Assert.That(Status, Is.EqualTo(HttpStatusCode.OK), Text);
        return Json;
    }

    /// <summary>Checks that this is a google.rpc.Status with this code and reason.</summary>
    public RestAnswer Failed(HttpStatusCode status, int code, string reason)
    {
        Assert.That(Status, Is.EqualTo(status), Text);
        Assert.That(Json.At("code").GetInt32(), Is.EqualTo(code), Text);
        Assert.That(Json.Text("message"), Is.Not.Empty, Text);
        Assert.That(Detail("ErrorInfo").Text("domain"), Is.EqualTo("apiserver.tricorder"), Text);
        Assert.That(Detail("ErrorInfo").Text("reason"), Is.EqualTo(reason), Text);
        return this;
    }

    /// <summary>Checks for INVALID_ARGUMENT that names these fields, all of them and no others.</summary>
    public RestAnswer Violates(params string[] fields) => Violates("INVALID_ARGUMENT", fields);

    public RestAnswer Violates(string reason, string[] fields)
    {
        Failed(HttpStatusCode.BadRequest, 3, reason);
        var named = Detail("BadRequest").At("fieldViolations").EnumerateArray().Select(violation => violation.Text("field"));
        Assert.That(named, Is.EquivalentTo(fields), Text);
        return this;
    }

    public RestAnswer NotFound(string type, string name)
    {
        Failed(HttpStatusCode.NotFound, 5, type.ToUpperInvariant() + "_NOT_FOUND");
        Assert.That(Detail("ResourceInfo").Text("resourceType"), Is.EqualTo(type));
        Assert.That(Detail("ResourceInfo").Text("resourceName"), Is.EqualTo(name));
        return this;
    }

    /// <summary>Checks for FAILED_PRECONDITION about this subject.</summary>
    public RestAnswer Refused(string reason, string subject)
    {
        Failed(HttpStatusCode.BadRequest, 9, reason);
        var violation = Detail("PreconditionFailure").At("violations")[0];
        Assert.That((violation.Text("type"), violation.Text("subject")), Is.EqualTo((reason, subject)), Text);
        return this;
    }

    public JsonElement Detail(string type) =>
        Json.At("details").EnumerateArray().Single(detail => detail.Text("@type") == Types + type);
}
