using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Security;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>Against a server with TLS that asks everybody who they are: contexts, and what a viewer may not do.</summary>
public sealed class CliSecuredTests : CliTest
{
    private readonly TestCertificates _certificates = new();
    private SecuredServer _secured = null!;

    private protected override async Task<ServerProcess> StartServerAsync()
    {
        _secured = await SecuredServer.StartAsync(_certificates);
        return _secured.Process;
    }

    [OneTimeTearDown]
    public override async Task StopAsync()
    {
        await _secured.DisposeAsync();
        _certificates.Dispose();
    }

    [Test]
    public async Task Context_WithAuthorityAndTokenFile_IsKnownToTheServer()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "token"), _secured.AdminToken + "\n");
        Variables["TRICORDER_SERVER"] = null;

        var set = await DoAsync(
            "config", "set", "secured", "--server", Server.Grpc, "--ca-file", _certificates.CaFile, "--token-file", "token");
        var current = await JsonAsync("token", "whoami");
        var named = await DoAsync("status", "--context", "secured");

        Assert.That(set.Out, Does.Contain("current"));
        Assert.That((string?)current["role"], Is.EqualTo("ROLE_ADMIN"));
        Assert.That(named.Out, Does.Contain($"{Server.Grpc}, from context 'secured'"));
    }

    [Test]
    public async Task Context_WithATokenFromStandardInput_KeepsItAndShowsItToNobody()
    {
        Variables["TRICORDER_SERVER"] = null;
        var token = _secured.AdminToken;

        var set = await FeedAsync(
            token + "\n", "config", "set", "kept", "--server", Server.Grpc, "--ca-file", _certificates.CaFile, "--token-stdin");
        var caller = await DoAsync("token", "whoami");
        var view = await DoAsync("config", "view");
        var list = await DoAsync("config", "list", "-o", "json");

        Assert.That((set.ExitCode, caller.ExitCode), Is.EqualTo((0, 0)), set.ToString);
        PlantedSecrets.VerifyAbsent([set.ToString(), view.ToString(), list.ToString()]);
        Assert.That(view.Out, Does.Contain("token: (redacted)"));
        Assert.That(await File.ReadAllTextAsync(Variables["TRICORDER_CONFIG"]!), Does.Contain(token));
    }

    [Test]
    public async Task Server_OfAnUnknownAuthority_IsNotTalkedTo()
    {
        Variables["TRICORDER_TOKEN"] = _secured.AdminToken;

        var refused = await RunAsync("status");
        var skipped = await DoAsync("config", "set", "blind", "--server", Server.Grpc, "--skip-server-verification");
        var blind = await RunAsync("status", "--context", "blind");

        Assert.That(refused.ExitCode, Is.EqualTo(5));
        Assert.That(refused.Error, Does.Contain("certificate").And.Contain("--ca-file"));
        Assert.That((skipped.ExitCode, blind.ExitCode), Is.EqualTo((0, 0)), blind.ToString);
    }

    [Test]
    public async Task Server_WithTlsOnThePortAskedInClear_SaysWhatToWrite()
    {
        var result = await RunAsync("status", "--server", Server.Grpc.Replace("https://", "http://", StringComparison.Ordinal));

        Assert.That(result.ExitCode, Is.EqualTo(5));
        Assert.That(result.Error, Does.Contain("https://"));
    }

    [Test]
    public async Task NoToken_IsToldHowToGiveOne()
    {
        Variables["TRICORDER_CA_FILE"] = _certificates.CaFile;

        var result = await RunAsync("agent", "list");

        Assert.That(result.ExitCode, Is.EqualTo(4));
        Assert.That(result.Error, Does.Contain("TRICORDER_TOKEN").And.Contain("config set"));
    }

    [TestCase("token", "create", "mine", "--role", "admin")]
    [TestCase("token", "list")]
    [TestCase("token", "revoke", "some", "--yes")]
    [TestCase("database", "set-retention", "--default", "1d")]
    [TestCase("database", "drop-table", "some", "--yes")]
    [TestCase("grafana", "datasource", "create", "mine", "--host", "h:1", "--database", "d")]
    [TestCase("grafana", "dashboard", "create", "--built-in", "fleet")]
    [TestCase("grafana", "token", "list")]
    [TestCase("grafana", "token", "rotate")]
    public async Task Viewer_ChangesNothing_AndIsToldItsRole(params string[] arguments)
    {
        Variables["TRICORDER_CA_FILE"] = _certificates.CaFile;
        Variables["TRICORDER_TOKEN"] = (await _secured.CreateTokenAsync(Role.Viewer)).Secret;

        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(4), result.ToString);
        Assert.That(result.Error, Does.Contain("whoami").Or.Contain("role"));
    }

    [Test]
    public async Task Viewer_Reads()
    {
        Variables["TRICORDER_CA_FILE"] = _certificates.CaFile;
        Variables["TRICORDER_TOKEN"] = (await _secured.CreateTokenAsync(Role.Viewer, "reader")).Secret;

        await DoAsync("agent", "list");
        await DoAsync("events");
        await DoAsync("status");
        Assert.That((await DoAsync("token", "whoami", "-o", "name")).Out, Is.EqualTo("token:reader\n"));
    }

    [Test]
    public async Task Token_OverPlainHttpToAnotherMachine_IsNotSent()
    {
        Variables["TRICORDER_TOKEN"] = PlantedSecrets.Add("trk_not_to_be_sent");

        var result = await RunAsync("status", "--server", "http://192.0.2.1:50051");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(
            result.Error, Does.Contain("in clear").And.Contain("https://").And.Contain("--token-in-clear").And.Not.Contain("Parameter"));
        PlantedSecrets.VerifyAbsent([result.ToString()]);
    }

    [Test]
    public async Task Viewer_CordonsNoAgent_AndIsToldOfEach()
    {
        await using var fleet = new AgentFleet(new FleetOptions
        {
            Server = new Uri(Server.Grpc),
            Agents = 2,
            Credentials = new AgentCredentials
            {
                CaFile = _certificates.CaFile,
                Token = (await _secured.CreateTokenAsync(Role.Agent)).Secret,
            },
        });
        fleet.Start();
        await fleet.WaitForConnectedAsync(TimeSpan.FromSeconds(30));
        Variables["TRICORDER_CA_FILE"] = _certificates.CaFile;
        Variables["TRICORDER_TOKEN"] = (await _secured.CreateTokenAsync(Role.Viewer)).Secret;

        var result = await RunAsync("agent", "cordon", "--all", "--yes");

        Assert.That((result.ExitCode, result.Out), Is.EqualTo((4, "")));
        Assert.That(result.Error.Split("error: "), Has.Length.EqualTo(3));
    }
}
