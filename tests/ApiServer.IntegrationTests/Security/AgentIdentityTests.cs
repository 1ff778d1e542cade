using System.Security.Cryptography.X509Certificates;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;
using Tricorder.Legacy.Deployer;
using Agent = Tricorder.Legacy.Deployer.Agent;
using AgentState = Tricorder.ApiServer.V1.AgentState;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Who may be the agent of which node.</summary>
public sealed class AgentIdentityTests : CertifiedTest
{
    private readonly List<IDisposable> _open = [];

    [TearDown]
    public void Close()
    {
        _open.ForEach(one => one.Dispose());
        _open.Clear();
    }

    [Test]
    public async Task Certificate_OfTheNode_IsWelcome()
    {
        var agent = await HelloAsync(With(Certificates.Sign("CN=worker-1")), "worker-1");

        Assert.That(await agent.ResponseStream.MoveNext(CancellationToken.None), Is.True);
        Assert.That(agent.ResponseStream.Current.Welcome.SessionId, Is.Not.Empty);
    }

    [Test]
    public async Task Certificate_OfAnotherNode_IsDeniedAndOnRecord()
    {
        var refused = await RefusedAsync(With(Certificates.Sign("CN=worker-2")), "worker-3");

        Assert.That(refused, Is.EqualTo((StatusCode.PermissionDenied, "NODE_MISMATCH")));
        await Eventually.TrueAsync(
            async () => (await Server.EventsAsync("CALL_DENIED")).Any(one =>
                one.Actor == "agent:worker-2" && one.Message.Contains("NODE_MISMATCH")
                    && one.Method == "tricorder.apiserver.v1.AgentService/Connect"),
            "the refusal is an event");
    }

    [Test]
    public async Task Certificate_OfAForeignCa_IsRefused()
    {
        using var foreign = new TestCertificates("foreign CA");

        Assert.That(
            await RefusedAsync(With(foreign.Sign("CN=worker-4")), "worker-4"),
            Is.EqualTo((StatusCode.Unauthenticated, "CERTIFICATE_NOT_VALID")));
    }

    [Test]
    public async Task Certificate_Expired_IsRefused() => Assert.That(
        await RefusedAsync(With(Certificates.Sign("CN=worker-5", until: DateTimeOffset.UtcNow.AddMinutes(-1))), "worker-5"),
        Is.EqualTo((StatusCode.Unauthenticated, "CERTIFICATE_NOT_VALID")));

    [Test]
    public async Task Certificate_NotYetValid_IsRefused() => Assert.That(
        await RefusedAsync(With(Certificates.Sign("CN=worker-6", from: DateTimeOffset.UtcNow.AddHours(1))), "worker-6"),
        Is.EqualTo((StatusCode.Unauthenticated, "CERTIFICATE_NOT_VALID")));

    [Test]
    public async Task Certificate_OfAServer_IsRefused() => Assert.That(
        await RefusedAsync(With(Certificates.Sign("CN=worker-7", TestCertificates.ServerAuthentication)), "worker-7"),
        Is.EqualTo((StatusCode.Unauthenticated, "CERTIFICATE_NOT_VALID")));

    [Test]
    public async Task Nothing_IsRefused() =>
        Assert.That(await RefusedAsync(With(null), "worker-8"), Is.EqualTo((StatusCode.Unauthenticated, "NO_CREDENTIALS")));

    [Test]
    public void Certificate_OfAnAgent_IsNobodyToThePublicApi()
    {
        var failure = Assert.ThrowsAsync<RpcException>(async () =>
            await new ModuleService.ModuleServiceClient(With(Certificates.Sign("CN=worker-9")))
                .ListModulesAsync(new ListModulesRequest()))!;

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Unauthenticated));
    }

    [Test]
    public async Task AgentId_OfAnotherNode_CanNotBeTaken()
    {
        var id = Guid.NewGuid().ToString();
        var owner = await HelloAsync(With(Certificates.Sign("CN=owner")), "owner", id);
        Assert.That(await owner.ResponseStream.MoveNext(CancellationToken.None), Is.True);

        var thief = await RefusedAsync(With(Certificates.Sign("CN=thief")), "thief", id);

        Assert.That(thief, Is.EqualTo((StatusCode.PermissionDenied, "AGENT_ID_TAKEN")));
        Assert.That(
            (await Agents.GetAgentAsync(new GetAgentRequest { AgentId = id })).Agent,
            Has.Property("NodeName").EqualTo("owner").And.Property("State").EqualTo(AgentState.Online));
    }

    [Test]
    public async Task JoinToken_ForTwoNodes_LetsInTwoAndThoseAgain()
    {
        var token = (await Server.Tokens.CreateTokenAsync(new CreateTokenRequest { Name = "two", Role = Role.Agent, MaxNodes = 2 })).Secret;

        await WelcomeAsync(Server.Native(token), "join-1");
        await WelcomeAsync(Server.Native(token), "join-2");
        var third = await RefusedAsync(Server.Native(token), "join-3");
        await WelcomeAsync(Server.Native(token), "join-1");

        Assert.That(third, Is.EqualTo((StatusCode.PermissionDenied, "JOIN_TOKEN_USED_UP")));
        var listed = (await Server.Tokens.ListTokensAsync(new TokenServiceListTokensRequest())).Tokens.Single(one => one.Name == "two");
        Assert.That((listed.MaxNodes, listed.JoinedNodes), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task JoinToken_Expired_LetsBackInOnlyThoseThatJoined()
    {
        var token = (await Server.CreateTokenAsync(Role.Agent, "short", DateTime.UtcNow.AddSeconds(3))).Secret;
        await WelcomeAsync(Server.Native(token), "early");
        await Eventually.TrueAsync(
            async () => (await RefusedOrNullAsync(Server.Native(token), "late-" + Guid.NewGuid())) is not null, "the token expires");

        var late = await RefusedAsync(Server.Native(token), "late");
        await WelcomeAsync(Server.Native(token), "early");

        Assert.That(late, Is.EqualTo((StatusCode.PermissionDenied, "JOIN_TOKEN_EXPIRED")));
    }

    [Test]
    public async Task JoinToken_Revoked_EndsItsAgentsStreams()
    {
        var token = await Server.CreateTokenAsync(Role.Agent);
        var agent = await WelcomeAsync(Server.Native(token.Secret), "revoked");

        await Server.Tokens.RevokeTokenAsync(new RevokeTokenRequest { TokenId = token.Token.Id });
        var end = await EndOf(agent).WaitAsync(TimeSpan.FromSeconds(2));

        Assert.That(end, Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_REVOKED")));
        Assert.That(await RefusedAsync(Server.Native(token.Secret), "revoked"), Is.EqualTo((StatusCode.Unauthenticated, "TOKEN_REVOKED")));
    }

    [Test]
    public async Task JoinToken_WithoutANode_IsRefused()
    {
        var token = await Server.CreateTokenAsync(Role.Agent);

        Assert.That(await RefusedAsync(Server.Native(token.Secret), ""), Is.EqualTo((StatusCode.InvalidArgument, "NODE_NAME_REQUIRED")));
    }

    [Test]
    public async Task TooManyAgents_AreAskedToComeLaterAndThoseInsideStay()
    {
        await using var server = await SecuredServer.StartAsync("--Agents:Max=2");
        var channel = server.Native((await server.CreateTokenAsync(Role.Agent)).Secret);
        var id = Guid.NewGuid().ToString();
        await WelcomeAsync(channel, "a", id);
        var second = await WelcomeAsync(channel, "b");

        var third = await RefusedAsync(channel, "c");
        await WelcomeAsync(channel, "a", id);
        second.Dispose();

        Assert.That(third, Is.EqualTo((StatusCode.ResourceExhausted, "TOO_MANY_AGENTS")));
        await Eventually.TrueAsync(async () => await RefusedOrNullAsync(channel, "d") is null, "there is room when one has left");
    }

    [TestCase("loopback", true)]
    [TestCase("127.0.0.0/8", true)]
    [TestCase("never", false)]
    [TestCase("10.0.0.0/8", false)]
    public async Task LegacyAgents_BySetting_AreLetInOrTurnedAwayWithoutACrash(string setting, bool letIn)
    {
        await using var server = await ServerProcess.StartAsync($"--Security:LegacyAgents={setting}");
        using var deploy = new ModuleDeployer.ModuleDeployerClient(server.Channel).DeployModule();
        using var report = new ProcessCollector.ProcessCollectorClient(server.Channel).ReportProcess();
        await deploy.RequestStream.WriteAsync(
            new DeployModuleResp { Agent = new Agent { Id = Guid.NewGuid().ToString(), NodeName = "old" } });
        var client = new AgentService.AgentServiceClient(server.Channel);
        if (letIn)
        {
            await Eventually.TrueAsync(
                async () => (await client.ListAgentsAsync(new ListAgentsRequest { State = AgentState.Online })).TotalSize == 1,
                "it is online");
            return;
        }

        Assert.That(await EndOf(deploy.ResponseStream), Is.EqualTo((StatusCode.PermissionDenied, "LEGACY_AGENTS_NOT_ALLOWED")));
        Assert.That(await EndOf(report.ResponseStream), Is.EqualTo((StatusCode.OK, "")), "an error here would crash it");
        await Eventually.TrueAsync(
            async () => (await new EventService.EventServiceClient(server.Channel).ListEventsAsync(
                new ListEventsRequest { Kind = "CALL_DENIED" })).Events
                .Any(one => one.Message.Contains("LEGACY_AGENTS_NOT_ALLOWED")),
            "the refusal is an event");
    }

    private AgentService.AgentServiceClient Agents => new(Server.Native(Server.AdminToken));

    private GrpcChannel With(X509Certificate2? certificate)
    {
        var channel = GrpcChannel.ForAddress(
            Server.Process.Grpc, new GrpcChannelOptions { HttpHandler = Server.Process.Handler(certificate) });
        _open.Add(channel);
        return channel;
    }

    private async Task<AsyncDuplexStreamingCall<AgentMessage, ServerMessage>> HelloAsync(
        ChannelBase channel, string node, string? id = null)
    {
        var call = new AgentService.AgentServiceClient(channel).Connect();
        _open.Add(call);
        try
        {
            await call.RequestStream.WriteAsync(
                new AgentMessage { Hello = new Hello { AgentId = id ?? Guid.NewGuid().ToString(), NodeName = node } });
        }
        catch (RpcException)
        {
            // Refused before it could say so; reading tells why.
        }

        return call;
    }

    private async Task<AsyncDuplexStreamingCall<AgentMessage, ServerMessage>> WelcomeAsync(
        ChannelBase channel, string node, string? id = null)
    {
        var call = await HelloAsync(channel, node, id);
        Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None), Is.True, $"{node} is welcome");
        return call;
    }

    private async Task<(StatusCode Code, string Reason)> RefusedAsync(ChannelBase channel, string node, string? id = null) =>
        await RefusedOrNullAsync(channel, node, id) ?? (StatusCode.OK, "");

    private async Task<(StatusCode Code, string Reason)?> RefusedOrNullAsync(ChannelBase channel, string node, string? id = null)
    {
        var call = await HelloAsync(channel, node, id);
        try
        {
            await call.ResponseStream.MoveNext(CancellationToken.None);
            call.Dispose();
            return null;
        }
        catch (RpcException e)
        {
            return (e.StatusCode, ReasonOf(e));
        }
    }

    private static Task<(StatusCode Code, string Reason)> EndOf(AsyncDuplexStreamingCall<AgentMessage, ServerMessage> call) =>
        EndOf(call.ResponseStream);

    private static async Task<(StatusCode Code, string Reason)> EndOf<T>(IAsyncStreamReader<T> stream)
    {
        try
        {
            while (await stream.MoveNext(CancellationToken.None))
            {
            }

            return (StatusCode.OK, "");
        }
        catch (RpcException e)
        {
            return (e.StatusCode, ReasonOf(e));
        }
    }

    private static string ReasonOf(RpcException e) => e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? e.Status.Detail;
}
