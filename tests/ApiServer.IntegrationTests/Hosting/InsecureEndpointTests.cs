using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>Binds the wildcard address, as a cluster without TLS would; it is called on loopback all the same.</summary>
public sealed class InsecureEndpointTests
{
    [Test]
    public async Task GrpcOffLoopback_AnswersAgents()
    {
        await using var host = await PipelineHost.StartAsync("--Endpoints:Grpc=0.0.0.0:0", "--Endpoints:GrpcAllowInsecure=true");
        using var call = new AgentService.AgentServiceClient(host.Native()).Connect();
        await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello { AgentId = "a1" } });

        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(call.ResponseStream.Current.Welcome.SessionId, Is.EqualTo("a1"));
        await call.RequestStream.CompleteAsync();
    }

    [Test]
    public async Task GrpcOffLoopback_RefusesEverythingElse()
    {
        await using var host = await PipelineHost.StartAsync("--Endpoints:Grpc=*:0", "--Endpoints:GrpcAllowInsecure=true");

        var failure = Assert.ThrowsAsync<RpcException>(
            async () => await new ModuleService.ModuleServiceClient(host.Native()).GetModuleAsync(new GetModuleRequest()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.PermissionDenied));
        Assert.That(failure.Status.Detail, Does.Contain("TLS"));
    }

    [Test]
    public async Task WebOffLoopback_ServesAndTakesAnyAddressForHost()
    {
        await using var host = await PipelineHost.StartAsync("--Endpoints:Web=0.0.0.0:0", "--Endpoints:WebAllowInsecure=true");
        using var http = host.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = "10.1.2.3:8080" } };

        using var response = await http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }
}
