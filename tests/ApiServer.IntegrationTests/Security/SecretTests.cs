using System.Text;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>
/// Plants secrets wherever a person, a program or an agent could put one, and searches everything that comes out for them.
/// </summary>
public sealed class SecretTests
{
    private readonly List<string> _planted = [];

    [Test]
    public async Task Everything_ThatComesOut_HasNoPlantedSecret()
    {
        var database = new Uri(await PostgresCluster.Shared.CreateDatabaseAsync());
        await using var server = await SecuredServer.StartAsync(
            $"--Grafana:Password={Plant()}",
            $"--Grafana:Token={Plant()}",
            $"--Grafana:Url=http://admin:{Plant()}@grafana.example",
            $"--ObservabilityDb:ConnectionString=postgresql://postgres:{Plant()}"
            + $"@{database.Authority[(database.Authority.IndexOf('@') + 1)..]}{database.AbsolutePath}",
            "--Events:Export=audit.jsonl",
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft=Debug",
            "--Logging:LogLevel:Grpc=Debug",
            "--Security:FailedLoginsPerMinute=60000");
        server.Process.Log.Allow("."); // At this level the framework tells of every refused call; that is not what is looked at here.
        var outputs = new List<(string Where, string Text)>();
        var author = await server.CreateTokenAsync(Role.Admin);
        var join = await server.CreateTokenAsync(Role.Agent);
        _planted.AddRange([author.Secret[17..], join.Secret[17..], server.AdminToken[17..]]);

        await CallWithSecretsInWrongPlacesAsync(server, outputs);
        await FailWithSecretsAsync(server, author.Secret, join.Secret);

        var http = server.Http(author.Secret);
        foreach (var path in new[]
        {
            "/v1/events?pageSize=500",
            "/v1/status",
            "/v1/agents",
            "/v1/module-instances",
            "/v1/tokens",
            "/v1/caller",
            "/metrics",
            "/readyz",
            "/",
        })
        {
            outputs.Add((path, await http.GetStringAsync(path)));
        }

        await Eventually.TrueAsync(() => File.Exists(Exported(server)), "events are exported");
        await server.Process.StopAsync();
        outputs.Add(("stdout", string.Join('\n', server.Process.Log.Out)));
        outputs.Add(("stderr", string.Join('\n', server.Process.Log.Error)));
        foreach (var file in Directory.GetFiles(server.Process.DataDirectory)
            .Where(file => !file.EndsWith("bootstrap-token", StringComparison.Ordinal)))
        {
            outputs.Add((file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file))));
        }

        Assert.That(
            outputs.Single(output => output.Where == "stderr").Text,
            Does.Contain("***"),
            "the log was looked at, and had something to hide");
        using var _ = Assert.EnterMultipleScope();
        foreach (var (where, text) in outputs)
        {
            foreach (var secret in _planted)
            {
                Assert.That(text.Contains(secret, StringComparison.OrdinalIgnoreCase), Is.False, $"{where} has the secret {secret}");
            }
        }

        await server.Process.StartAgainAsync();
    }

    [TestCase("--Grafana:Pasword={0}")]
    [TestCase("{0}")]
    [TestCase("--Endpoints:Web=http://u:{0}@x")]
    [TestCase("--Storage:SqlitePath=/nowhere/password={0}/x.db")]
    [TestCase("--Shutdown:Timeout=token={0}")]
    public async Task Start_ThatFailsOverAnArgumentWithASecret_DoesNotShowIt(string argument)
    {
        var secret = Plant();
        var log = new ServerLog();

        var code = await ServerCommand.RunAsync(
            log, null, string.Format(null, argument, secret), "--Storage:SqlitePath=/proc/nowhere/x.db");

        Assert.That(code, Is.Not.Zero);
        Assert.That(log.Error.Concat(log.Out), Is.Not.Empty.And.All.Not.Contains(secret));
    }

    private static string Exported(SecuredServer server) => Path.Combine(server.Process.DataDirectory, "audit.jsonl");

    private string Plant()
    {
        _planted.Add("planted" + Guid.NewGuid().ToString("N"));
        return _planted[^1];
    }

    private async Task CallWithSecretsInWrongPlacesAsync(SecuredServer server, List<(string Where, string Text)> outputs)
    {
        var http = server.Http(null);
        var wrong = $"trk_0123456789ab_{Guid.NewGuid():N}{Guid.NewGuid():N}";
        _planted.Add(wrong[17..]);
        foreach (var (path, header, value) in new[]
        {
            ("/v1/modules", "Authorization", $"Bearer {wrong}"),
            ("/v1/modules", "Authorization", $"Bearer eyJ{Plant()}.eyJ{Plant()}.{Plant()}"),
            ("/v1/modules", "Authorization", $"Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes("u:" + Plant()))}"),
            ($"/v1/modules?access_token={Plant()}", "Accept", "*/*"),
            ("/v1/modules", "User-Agent", $"x/1 password={Plant()}"),
            ("/v1/modules", "Cookie", $"session={Plant()}"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await http.SendAsync(request);
            outputs.Add(($"the answer to {header}", await answer.Content.ReadAsStringAsync()));
        }
    }

    private async Task FailWithSecretsAsync(SecuredServer server, string admin, string join)
    {
        var modules = new ModuleService.ModuleServiceClient(server.Native(admin));
        var id = (await modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() })).Module.Id;
        await modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = id });
        Assert.ThrowsAsync<RpcException>(async () =>
            await modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = $"password={Plant()}", RequestId = $"token={Plant()}" }));

        using var agent = new AgentService.AgentServiceClient(server.Native(join)).Connect();
        await agent.RequestStream.WriteAsync(
            new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = "n" } });
        while (await agent.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (agent.ResponseStream.Current.ModuleUpdate is not { } order)
            {
                continue;
            }

            await agent.RequestStream.WriteAsync(new AgentMessage
            {
                Heartbeat = new Heartbeat
                {
                    Usage = { new ModuleUsage { ModuleId = id, LastError = $"insert: postgresql://agent:{Plant()}@db:5432/x refused" } },
                },
            });
            await agent.RequestStream.WriteAsync(new AgentMessage
            {
                ModuleStatus = new ModuleStatus
                {
                    ModuleId = id,
                    Revision = order.Revision,
                    Generation = order.Generation,
                    State = InstanceState.Failed,
                    Message = $"connect to postgresql://agent:{Plant()}@db:5432/x failed; Password={Plant()}",
                },
            });
            break;
        }

        await Eventually.TrueAsync(
            async () => (await modules.ListModuleInstancesAsync(new ListModuleInstancesRequest { ModuleId = id })).Instances
                .Any(one => one.Message.Contains("failed")),
            "the failure is known");
        await Eventually.TrueAsync(
            async () => (await server.EventsAsync("INSTANCE_FAILED")).Count > 0, "the failure is an event");
    }
}
