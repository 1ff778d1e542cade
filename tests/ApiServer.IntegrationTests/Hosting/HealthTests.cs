using System.Net;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

public sealed class HealthTests
{
    [Test]
    public async Task Readyz_WhileServing_IsOkAndNamesItsChecks()
    {
        await using var host = await PipelineHost.StartAsync();
        using var http = host.Http();

        var text = await http.GetStringAsync("/readyz");

        Assert.That(text, Is.EqualTo("""{"ready":true,"checks":[{"name":"serving","ok":true,"message":""}]}""" + "\n"));
    }

    [Test]
    public async Task Readyz_WhileDraining_Is503AndHealthzStays200()
    {
        await using var host = await PipelineHost.StartAsync();
        using var http = host.Http();

        host.Stop();

        using var readyz = await http.GetAsync("/readyz");
        Assert.That(readyz.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await readyz.Content.ReadAsStringAsync(), Does.Contain("draining"));
        Assert.That(await http.GetStringAsync("/healthz"), Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task GrpcHealth_Check_IsServing()
    {
        await using var host = await PipelineHost.StartAsync();

        var answer = await new Health.HealthClient(host.Native()).CheckAsync(new HealthCheckRequest());

        Assert.That(answer.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task GrpcHealth_WatchUntilStop_EndsNotServing()
    {
        await using var host = await PipelineHost.StartAsync();
        using var watch = new Health.HealthClient(host.Native()).Watch(new HealthCheckRequest());
        await Eventually.TrueAsync(
            async () => await watch.ResponseStream.MoveNext(CancellationToken.None)
                && watch.ResponseStream.Current.Status == HealthCheckResponse.Types.ServingStatus.Serving,
            "the watch says SERVING");

        host.Stop();

        Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(watch.ResponseStream.Current.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.NotServing));
    }

    [Test]
    public async Task Reflection_ListServices_NamesThem()
    {
        await using var host = await PipelineHost.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(host.Native()).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.ResponseStream.MoveNext(CancellationToken.None);

        var names = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);

        Assert.That(names, Is.SupersetOf(new[] { "tricorder.apiserver.v1.ModuleService", "grpc.health.v1.Health" }));
        await call.RequestStream.CompleteAsync();
    }
}
