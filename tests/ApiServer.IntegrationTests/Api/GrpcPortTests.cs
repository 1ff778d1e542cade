using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Grpc.Reflection.V1Alpha;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>What each of the two ports offers alone.</summary>
public sealed class GrpcPortTests : ServerFixture
{
    [TestCase(GrpcWebMode.GrpcWeb)]
    [TestCase(GrpcWebMode.GrpcWebText)]
    public async Task Connect_OnTheWebPort_IsRefused(GrpcWebMode mode)
    {
        using var channel = GrpcChannel.ForAddress(Server.Web, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(mode, new HttpClientHandler()),
            HttpVersion = System.Net.HttpVersion.Version11,
        });
        var agents = new AgentService.AgentServiceClient(channel);
        using var call = agents.Connect();

        var failure = Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString() } });
            await call.RequestStream.CompleteAsync();
            await call.ResponseStream.MoveNext(CancellationToken.None);
        })!;

        var known = await agents.ListAgentsAsync(new ListAgentsRequest());
        Assert.That((failure.StatusCode, known.TotalSize), Is.EqualTo((StatusCode.Unimplemented, 0)));
    }

    [Test]
    public async Task Health_CheckAndWatch_Serve()
    {
        using var channel = GrpcChannel.ForAddress(Server.Grpc);
        var health = new Health.HealthClient(channel);

        var check = await health.CheckAsync(new HealthCheckRequest());
        using var watch = health.Watch(new HealthCheckRequest());
        await watch.ResponseStream.MoveNext(CancellationToken.None);

        Assert.That(check.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
        Assert.That(watch.ResponseStream.Current.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task Reflection_ListsAllServices()
    {
        using var channel = GrpcChannel.ForAddress(Server.Grpc);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.ResponseStream.MoveNext(CancellationToken.None);
        await call.RequestStream.CompleteAsync();

        Assert.That(call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name), Is.SupersetOf(new[]
        {
            "tricorder.apiserver.v1.ModuleService", "tricorder.apiserver.v1.AgentService", "tricorder.apiserver.v1.WatchService",
            "tricorder.apiserver.v1.GrafanaService", "tricorder.apiserver.v1.DatabaseService", "tricorder.apiserver.v1.EventService",
            "tricorder.apiserver.v1.StatusService", "tricorder.deployer.servicepb.ModuleDeployer",
            "tricorder.deployer.servicepb.ProcessCollector", "grpc.health.v1.Health",
        }));
    }
}
