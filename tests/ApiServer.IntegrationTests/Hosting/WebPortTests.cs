using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

public sealed class WebPortTests
{
    private const int MiB = 1024 * 1024;

    private PipelineHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await PipelineHost.StartAsync(
            "--Web:PublicUrl=https://tricorder.example.com", "--Web:AllowedHosts=apiserver.svc,other.svc", "--Cluster:Name=lab");
        _http = _host.Http();
    }

    [OneTimeTearDown]
    public ValueTask StopAsync()
    {
        _http.Dispose();
        return _host.DisposeAsync();
    }

    [Test]
    public async Task GrpcWeb_Unary_Answers()
    {
        var answer = await Modules(_host.Web()).GetModuleAsync(new GetModuleRequest { ModuleId = "m1" });

        Assert.That(answer.Module.Id, Is.EqualTo("m1"));
    }

    [Test]
    public void GrpcWeb_DomainException_CarriesDetails()
    {
        _host.Modules.List = (_, _) => throw new OutOfRangeException("RESUME_TOKEN_EXPIRED", "Start from a snapshot.");

        var failure = Assert.ThrowsAsync<RpcException>(async () => await Modules(_host.Web()).ListModulesAsync(new ListModulesRequest()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.OutOfRange));
        Assert.That(failure.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason, Is.EqualTo("RESUME_TOKEN_EXPIRED"));
    }

    [TestCase(9)]
    [TestCase(13)]
    public void GrpcWeb_MessageTooLarge_IsResourceExhausted(int mebibytes)
    {
        var large = new CreateModuleRequest { Module = new Module { Description = new string('x', mebibytes * MiB) } };

        var failure = Assert.ThrowsAsync<RpcException>(async () => await Modules(_host.Web()).CreateModuleAsync(large));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.ResourceExhausted), failure.Status.Detail);
    }

    [TestCase("tricorder.apiserver.v1.AgentService", "Connect")]
    [TestCase("tricorder.apiserver.v1.agentservice", "connect")]
    [TestCase("grpc.health.v1.Health", "Check")]
    [TestCase("grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo")]
    public void GrpcWeb_MethodOfTheGrpcPort_IsUnimplemented(string service, string method)
    {
        var asIs = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var unary = new Method<byte[], byte[]>(MethodType.Unary, service, method, asIs, asIs);
        var call = _host.Web().CreateCallInvoker().AsyncUnaryCall(unary, null, new CallOptions(), []);

        var failure = Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.Unimplemented));
        Assert.That(failure.Status.Detail, Does.Contain("Endpoints:Grpc"));
    }

    [TestCase("localhost", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("127.0.0.1:1", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("[::1]", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("tricorder.example.com", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("Other.svc:8080", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("evil.example", ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("localhost.evil.example", ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("10.0.0.1", ExpectedResult = HttpStatusCode.Forbidden)]
    public async Task<HttpStatusCode> Host_OfRequest_IsChecked(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = host } };

        using var response = await _http.SendAsync(request);

        return response.StatusCode;
    }

    [TestCase("http://evil.example", ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("null", ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("http://127.0.0.1:1", ExpectedResult = HttpStatusCode.Forbidden)]
    [TestCase("https://tricorder.example.com", ExpectedResult = HttpStatusCode.OK)]
    [TestCase("same", ExpectedResult = HttpStatusCode.OK)]
    public async Task<HttpStatusCode> Origin_OfRequest_IsChecked(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/modules/m1:deploy");
        request.Headers.Add("Origin", origin == "same" ? _host.Addresses.Web : origin);

        using var response = await _http.SendAsync(request);

        Assert.That(response.Headers.Any(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)), Is.False);
        return response.StatusCode;
    }

    [Test]
    public async Task Origin_Preflight_IsRefusedWithoutCorsHeaders()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/modules");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await _http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(response.Headers.Any(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)), Is.False);
    }

    [Test]
    public async Task Http2_OnWebPort_IsNotSpoken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Assert.That(async () => await _http.SendAsync(request), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Metrics_AfterCalls_HaveClusterMethodAndCode()
    {
        _host.Modules.Get = (_, _) => throw new NotFoundException("module", "m1");
        Assert.ThrowsAsync<RpcException>(async () => await Modules(_host.Native()).GetModuleAsync(new GetModuleRequest()));

        var text = await _http.GetStringAsync("/metrics");

        const string Labels = "code=\"NOT_FOUND\",method=\"/tricorder.apiserver.v1.ModuleService/GetModule\",cluster=\"lab\"";
        Assert.That(text, Does.Contain($"apiserver_rpc_duration_seconds_count{{{Labels}}} 1"));
        Assert.That(text, Does.Contain("process_cpu_seconds_total{cluster=\"lab\"}"));
    }

    [Test]
    public async Task Metrics_OpenStream_IsCounted()
    {
        using var call = new AgentService.AgentServiceClient(_host.Native()).Connect();
        await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello() });
        await call.ResponseStream.MoveNext(CancellationToken.None);

        var text = await _http.GetStringAsync("/metrics");

        const string Labels = "method=\"/tricorder.apiserver.v1.AgentService/Connect\",cluster=\"lab\"";
        Assert.That(text, Does.Contain($"apiserver_rpc_open_streams{{{Labels}}} 1"));
    }

    private static ModuleService.ModuleServiceClient Modules(GrpcChannel channel) => new(channel);
}
