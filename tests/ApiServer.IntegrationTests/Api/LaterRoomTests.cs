using System.Net;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>What is in the contract and not in this server says so, in each form of the API.</summary>
public sealed class LaterRoomTests : ServerFixture
{
    private static IEnumerable<MethodDescriptor> Methods =>
        GrafanaService.Descriptor.Methods;

    private static IEnumerable<TestCaseData> MethodNames =>
        Methods.Select(method => new TestCaseData($"/{method.Service.FullName}/{method.Name}").SetArgDisplayNames(method.Name));

    [TestCase("GET", "/v1/grafana/status")]
    [TestCase("GET", "/v1/grafana/datasources")]
    [TestCase("POST", "/v1/grafana/datasources")]
    [TestCase("GET", "/v1/grafana/datasources/x")]
    [TestCase("PATCH", "/v1/grafana/datasources/x")]
    [TestCase("DELETE", "/v1/grafana/datasources/x")]
    [TestCase("POST", "/v1/grafana/datasources/x:check")]
    [TestCase("GET", "/v1/grafana/dashboards")]
    [TestCase("POST", "/v1/grafana/dashboards")]
    [TestCase("GET", "/v1/grafana/dashboards/x")]
    [TestCase("DELETE", "/v1/grafana/dashboards/x")]
    [TestCase("GET", "/v1/grafana/tokens")]
    [TestCase("POST", "/v1/grafana/tokens:rotate")]
    public async Task Rest_NotOffered_Is501(string method, string path)
    {
        var answer = method switch
        {
            "GET" => await Rest.GetAsync(path),
            "POST" => await Rest.PostAsync(path),
            "PATCH" => await Rest.PatchAsync(path, new JsonObject { ["datasource"] = new JsonObject() }),
            _ => await Rest.DeleteAsync(path),
        };

        answer.Failed(HttpStatusCode.NotImplemented, 12, "METHOD_NOT_AVAILABLE");
        Assert.That(answer.Json.Text("message"), Does.Contain("tricorder.apiserver.v1.").And.Contain("does not offer"));
    }

    [TestCaseSource(nameof(MethodNames))]
    public void Grpc_NotOffered_IsUnimplementedWithDetails(string fullName)
    {
        var parts = fullName.Split('/');
        var asIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.Unary, parts[1], parts[2], asIs, asIs);
        var call = Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), []);

        var failure = Assert.ThrowsAsync<RpcException>(async () => await call)!;

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Unimplemented));
        Assert.That(failure.Status.Detail, Does.Contain(fullName[1..]));
        Assert.That(failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("METHOD_NOT_AVAILABLE"));
    }
}
