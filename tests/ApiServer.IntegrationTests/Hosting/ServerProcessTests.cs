using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

[Parallelizable(ParallelScope.All)]
public sealed class ServerProcessTests
{
    [Test]
    public async Task Start_Ready_PrintsOneLineAndServesBothPorts()
    {
        await using var server = await ServerProcess.StartAsync("--Cluster:Name=lab");

        Assert.That(server.Log.Out, Is.EqualTo(new[] { $"ready grpc={server.Grpc} web={server.Web} cluster=lab" }));
        Assert.That(await server.Http.GetStringAsync("/healthz"), Is.EqualTo("ok\n"));
        var health = await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest());
        Assert.That(health.Status, Is.EqualTo(HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Test]
    public async Task Metrics_OfTheWholeServer_AreNamedOnce()
    {
        await using var server = await ServerProcess.StartAsync();

        var text = await server.Http.GetStringAsync("/metrics");

        Assert.That(text, Does.Not.Contain("apiserver_apiserver_"), "an instrument of the meter 'apiserver' is named without that prefix");
    }

    [Test]
    public async Task Stop_Sigterm_ExitsZero()
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.That(await server.StopAsync(), Is.Zero);
    }

    [Test]
    public async Task Stop_WithAStreamThatDoesNotEnd_ExitsZeroAfterTheTimeout()
    {
        await using var server = await ServerProcess.StartAsync("--Shutdown:Timeout=00:00:01");
        using var stream = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await stream.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await stream.ResponseStream.MoveNext(CancellationToken.None);

        Assert.That(await server.StopAsync(), Is.Zero);
        Assert.That(server.Log.Error, Has.Some.Contains("Stopping"));
    }

    [Test]
    public async Task Kill_AndStartAgain_ServesOnTheSamePorts()
    {
        await using var server = await ServerProcess.StartAsync();
        var (grpc, web) = (server.Grpc, server.Web);

        await server.RestartAsync();

        Assert.That((server.Grpc, server.Web), Is.EqualTo((grpc, web)));
        Assert.That(await server.Http.GetStringAsync("/healthz"), Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task Start_PortZero_WritesTheRealPorts()
    {
        await using var server = await ServerProcess.StartAsync("--Endpoints:Grpc=localhost:0", "--Endpoints:Web=[::1]:0");

        Assert.That(new Uri(server.Grpc).Port, Is.Not.Zero);
        Assert.That(server.Web, Does.StartWith("http://[::1]:"));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(server.Web + "/healthz"), Is.EqualTo("ok\n"));
    }

    [Test]
    public async Task Start_SecretSettings_AreNotLogged()
    {
        await using var server = await ServerProcess.StartAsync(
            "--ObservabilityDb:ConnectionString=Host=127.0.0.1;Port=1;Password=hunter2", "--Grafana:Url=http://me:hunter2@grafana");

        Assert.That(string.Join('\n', server.Log.Error), Does.Contain("Grafana:Url=http://***@grafana").And.Not.Contain("hunter2"));
    }

    [TestCase("Endpoints:Grpc")]
    [TestCase("Endpoints:Web")]
    public async Task Start_PortTaken_SaysWhichInOneLine(string key)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var free = key == "Endpoints:Grpc" ? "Endpoints:Web" : "Endpoints:Grpc";

        var (code, log) = await RunAsync($"--{key}=127.0.0.1:{port}", $"--{free}=127.0.0.1:0");

        Assert.That(code, Is.Not.Zero);
        var said = log.Error.Last();
        Assert.That(said, Does.StartWith($"apiserver: {key} is 127.0.0.1:{port}").And.Contain("in use").And.Contain($"--{key}="));
        Assert.That(string.Join('\n', log.Error), Does.Not.Contain("   at ").And.Not.Contain("Exception"));
    }

    [TestCase("--Endpoints:Wbe=127.0.0.1:1", "did you mean --Endpoints:Web=")]
    [TestCase("--Endpoint:Web=127.0.0.1:1", "did you mean --Endpoints:Web=")]
    [TestCase("--Nothing:Like:That=1", "--help")]
    [TestCase("--Endpoints:Web", "has no value")]
    [TestCase("Endpoints:Web=127.0.0.1:1", "--help")]
    [TestCase("--Endpoints:Web=nonsense", "Endpoints:Web is 'nonsense'")]
    [TestCase("--Endpoints:Web=0.0.0.0:8080", "--Endpoints:WebAllowInsecure=true")]
    [TestCase("--Endpoints:WebAllowInsecure=perhaps", "for example --Endpoints:WebAllowInsecure=False")]
    [TestCase("--Shutdown:Timeout=soon", "for example --Shutdown:Timeout=00:00:15")]
    [TestCase("--Logging:LogLevel:Default=Chatty", "is 'Chatty', but must be Trace, Debug,")]
    [TestCase("--Logging:Level=Debug", "--Logging:LogLevel:Default=Information")]
    [TestCase("--Kubernetes:Mode=Outside", "is 'Outside', but must be Off, InCluster or KubeConfig")]
    [TestCase("--Kubernetes:Mode=7", "is 7, but must be Off, InCluster or KubeConfig")]
    [TestCase("--Cluster:Name=a b", "for example --Cluster:Name=")]
    [TestCase("--Web:PublicUrl=tricorder", "for example --Web:PublicUrl=https://")]
    [TestCase("--Endpoints:AddressFile=/no/such/directory/file", "Endpoints:AddressFile is '/no/such/directory/file'")]
    public async Task Start_WrongSetting_ExitsWithOneLineThatHelps(string argument, string help)
    {
        var (code, log) = await RunAsync("--Endpoints:Grpc=127.0.0.1:0", argument);

        Assert.That(code, Is.Not.Zero);
        var said = log.Error.Where(line => !line.Contains(" info: ", StringComparison.Ordinal)).ToArray();
        Assert.That(said, Has.Length.EqualTo(1), string.Join('\n', said));
        Assert.That(said[0], Does.StartWith("apiserver: ").And.Contain(help));
    }

    [TestCase("APISERVER_Cluster__Nmae", "did you mean --Cluster:Name=")]
    [TestCase("APISERVER_Cluster__Name", "Cluster:Name is '!'")]
    public async Task Start_WrongEnvironment_ExitsWithOneLineThatHelps(string variable, string help)
    {
        var log = new ServerLog();

        var code = await ServerCommand.RunAsync(log, new Dictionary<string, string> { [variable] = "!" });

        Assert.That(code, Is.Not.Zero);
        Assert.That(log.Error, Has.Count.EqualTo(1));
        Assert.That(log.Error.Single(), Does.Contain(help));
    }

    [Test]
    public async Task Help_IsAnsweredWithoutStarting()
    {
        var (code, log) = await RunAsync("--help");

        Assert.That(code, Is.Zero);
        Assert.That(string.Join('\n', log.Out), Does.Contain("--Endpoints:Web=127.0.0.1:8080").And.Contain("APISERVER_"));
        Assert.That(log.Error, Is.Empty);
    }

    [Test]
    public async Task Version_IsAnsweredWithoutStarting()
    {
        var (code, log) = await RunAsync("--version");

        Assert.That(code, Is.Zero);
        Assert.That(log.Out.Single(), Does.StartWith("apiserver "));
    }

    [Test]
    public async Task AddressFile_AfterStop_IsGone()
    {
        await using var server = await ServerProcess.StartAsync();
        var path = Path.Combine(server.DataDirectory, "addresses.json");
        using (var json = JsonDocument.Parse(await File.ReadAllTextAsync(path)))
        {
            Assert.That(json.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "grpc", "web" }));
        }

        await server.StopAsync();

        Assert.That(File.Exists(path), Is.False);
    }

    private static async Task<(int ExitCode, ServerLog Log)> RunAsync(params string[] arguments)
    {
        var log = new ServerLog();
        return (await ServerCommand.RunAsync(log, null, arguments), log);
    }
}
