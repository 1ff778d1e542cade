using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>TLS on both ports of the real server.</summary>
public sealed class TlsTests
{
    private TestCertificates _certificates = null!;

    [SetUp]
    public void Create() => _certificates = new TestCertificates();

    [TearDown]
    public void Delete() => _certificates.Dispose();

    [Test]
    public async Task BothPorts_WithACertificate_SpeakTlsInEveryForm()
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        using var web = GrpcChannel.ForAddress(
            server.Web, new GrpcChannelOptions { HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, server.Handler()) });
        using var rest1 = new HttpRequestMessage(HttpMethod.Get, "/v1/modules") { Version = HttpVersion.Version11 };
        using var rest2 = new HttpRequestMessage(HttpMethod.Get, "/v1/modules")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Assert.That((server.Grpc[..8], server.Web[..8]), Is.EqualTo(("https://", "https://")));
        Assert.That(
            (await new ModuleService.ModuleServiceClient(server.Channel).ListModulesAsync(new ListModulesRequest())).TotalSize, Is.Zero);
        Assert.That((await new ModuleService.ModuleServiceClient(web).ListModulesAsync(new ListModulesRequest())).TotalSize, Is.Zero);
        using var answer1 = await server.Http.SendAsync(rest1);
        using var answer2 = await server.Http.SendAsync(rest2);
        Assert.That((answer1.StatusCode, answer1.Version), Is.EqualTo((HttpStatusCode.OK, HttpVersion.Version11)));
        Assert.That((answer2.StatusCode, answer2.Version), Is.EqualTo((HttpStatusCode.OK, HttpVersion.Version20)));
    }

    [Test]
    public async Task WebPort_OnATlsName_TellsBrowsersToStayThere()
    {
        await using var server = await ServerProcess.StartAsync(_certificates, "--Web:AllowedHosts=tricorder.example.com");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = "tricorder.example.com" } };

        using var answer = await server.Http.SendAsync(request);

        Assert.That(answer.Headers.GetValues("Strict-Transport-Security").Single(), Does.Contain("max-age="));
        Assert.That(answer.Headers.GetValues("X-Frame-Options").Single(), Is.EqualTo("DENY"));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("frame-ancestors 'none'"));
    }

    [Test]
    public async Task Certificate_RenewedOnDisk_ServesNewConnectionsWhileStreamsStay()
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(server.Grpc),
            Agents = 1000,
            Credentials = new AgentCredentials { CaFile = _certificates.CaFile },
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(TimeSpan.FromSeconds(60));

        var before = (fleet.Counters.Connects, fleet.Counters.Lost);
        var serial = _certificates.RenewServer();
        await Eventually.TrueAsync(
            async () => await SerialAsync(server) == serial, "new connections see the new certificate", TimeSpan.FromSeconds(5));

        var agents = new AgentService.AgentServiceClient(server.Channel);
        Assert.That((await agents.ListAgentsAsync(new ListAgentsRequest { State = AgentState.Online })).TotalSize, Is.EqualTo(1000));
        Assert.That((fleet.Counters.Connects, fleet.Counters.Lost), Is.EqualTo(before), "connects, streams that ended");
    }

    [Test]
    public async Task Certificate_BrokenOnDisk_IsReportedOnceAndTheOldOneGoesOn()
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        server.Log.Allow("Security:CertificateFile .* has changed and can not be used");
        var before = await SerialAsync(server);

        await File.WriteAllTextAsync(_certificates.CertificateFile, "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n");
        await Eventually.TrueAsync(() => server.Log.Error.Any(line => line.Contains("can not be used")), "the log says so");

        Assert.That(await SerialAsync(server), Is.EqualTo(before));
        var serial = _certificates.RenewServer();
        await Eventually.TrueAsync(async () => await SerialAsync(server) == serial, "a good one is taken again");
        Assert.That(server.Log.Error.Count(line => line.Contains("nonsense")), Is.Zero);
    }

    [Test]
    public async Task WebAllowInsecure_WithACertificate_LeavesTheWebPortToAProxy()
    {
        await using var server = await ServerProcess.StartAsync(_certificates, "--Endpoints:WebAllowInsecure=true");

        Assert.That((server.Grpc[..8], server.Web[..7]), Is.EqualTo(("https://", "http://")));
        using var answer = await server.Http.GetAsync("/healthz");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task PlainText_OnATlsPort_IsClosed()
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(server.Web).Port);
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        var answer = new byte[1024];
        var read = await socket.GetStream().ReadAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(System.Text.Encoding.ASCII.GetString(answer, 0, read), Does.Not.StartWith("HTTP/"));
    }

    [Test]
    public async Task Tls11_IsRefusedWithAnAlert()
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        foreach (var address in new[] { server.Grpc, server.Web })
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
            await socket.GetStream().WriteAsync(RawHello.Tls11);

            var alert = new byte[7];
            await socket.GetStream().ReadExactlyAsync(alert).AsTask().WaitAsync(TimeSpan.FromSeconds(10));

            // Record type alert, level fatal, protocol_version.
            Assert.That((alert[0], alert[5], alert[6]), Is.EqualTo(((byte)21, (byte)2, (byte)70)), address);
        }
    }

    [TestCase("/nowhere", 404)]
    [TestCase("/v1/modules/not-there", 404)]
    public async Task Refusal_OnTheWebPort_CarriesTheHeadersToo(string path, int status)
    {
        await using var server = await ServerProcess.StartAsync(_certificates);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "foreign.example" } };

        using var missing = await server.Http.GetAsync(path);
        using var refused = await server.Http.SendAsync(foreign);

        Assert.That(((int)missing.StatusCode, (int)refused.StatusCode), Is.EqualTo((status, 403)));
        foreach (var answer in new[] { missing, refused })
        {
            Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'"));
            Assert.That(answer.Headers.CacheControl?.NoStore, Is.True);
        }
    }

    [TestCase("--Security:CertificateFile=/nowhere/tls.crt", "Security:CertificateFile")]
    [TestCase("--Security:KeyFile=/nowhere/tls.key", "Security:CertificateFile")]
    [TestCase("--Security:ClientCaFile=/nowhere/ca.crt", "Security:CertificateFile")]
    public async Task Start_WithAWrongCertificate_EndsWithOneLineThatNamesTheKey(string setting, string key)
    {
        var log = new ServerLog();

        var code = await ServerCommand.RunAsync(log, null, setting, $"--Storage:SqlitePath={Path.GetTempPath()}/{Guid.NewGuid():N}/x.db");

        Assert.That(code, Is.Not.Zero);
        Assert.That(log.Error.Where(line => line.StartsWith("apiserver: ", StringComparison.Ordinal)).Single(), Does.Contain(key));
    }

    [Test]
    public async Task Start_WithTheKeyOfAnotherCertificate_EndsWithOneLine()
    {
        using var other = new TestCertificates();
        var log = new ServerLog();

        var code = await ServerCommand.RunAsync(
            log, null, $"--Security:CertificateFile={_certificates.CertificateFile}",
            $"--Security:KeyFile={other.KeyFile}", $"--Storage:SqlitePath={Path.GetTempPath()}/{Guid.NewGuid():N}/x.db");

        Assert.That(code, Is.Not.Zero);
        Assert.That(
            log.Error.Where(line => line.StartsWith("apiserver: ", StringComparison.Ordinal)).Single(), Does.Contain("can not be used"));
    }

    private async Task<string> SerialAsync(ServerProcess server)
    {
        var serial = "";
        using var http = new HttpClient(_certificates.Handler(null, certificate => serial = certificate.SerialNumber));
        using var answer = await http.GetAsync(new Uri(new Uri(server.Web), "/healthz"));
        return serial;
    }
}
