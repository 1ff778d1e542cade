using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>What is on record of calls, and that it gets out.</summary>
public sealed class AuditTests : ServerFixture
{
    private static readonly string[] Forms = ["gRPC", "grpc-web", "REST"];

    private protected override string[] Settings => ["--Events:Export=audit.jsonl"];

    [TestCaseSource(nameof(Forms))]
    public async Task ChangingCalls_InEveryForm_AreOnRecordWithAllThereIsToKnow(string form)
    {
        var id = form == "REST" ? await ChangeByRestAsync() : await ChangeByGrpcAsync(form == "gRPC");
        var events = (await new EventService.EventServiceClient(Channel).ListEventsAsync(
            new ListEventsRequest { ModuleId = id, PageSize = 100 })).Events
            .Where(one => one.Actor != "server").Reverse().ToList();

        using var _ = Assert.EnterMultipleScope();
        Assert.That(events.Select(one => one.Method.Split('/')[^1]), Is.EqualTo(
            ["CreateModule", "UpdateModule", "DeployModule", "UndeployModule", "DeleteModule"]));
        foreach (var one in events)
        {
            Assert.That(
                (one.Actor, one.Outcome, one.Target, one.ClientAddress),
                Is.EqualTo(("local", "SUCCEEDED", "module/" + id, "127.0.0.1")),
                one.Kind);
            Assert.That(one.UserAgent, form == "REST" ? Is.EqualTo("audit-test") : Does.StartWith("grpc-dotnet"), one.Kind);
            Assert.That(Guid.TryParse(one.CorrelationId, out var correlation), Is.True, one.Kind);
            Assert.That(one.Change, Is.Not.Empty, one.Kind);
        }

        Assert.That(events.Select(one => one.CorrelationId).Distinct().Count(), Is.EqualTo(5));
        Assert.That(events[0].RequestId, Is.EqualTo("create-" + form));
        using var created = JsonDocument.Parse(events[0].Change);
        Assert.That(created.RootElement.At("ebpf.source").At("to").Text("sha256"), Has.Length.EqualTo(64));
        Assert.That(events[0].Change, Does.Not.Contain("#include"), "no bodies");
        Assert.That(events[1].Change, Is.EqualTo("""{"description":{"from":"x","to":"y"}}"""));
        Assert.That(events[2].Change, Does.Contain("\"target\":{\"to\":\"DEPLOYED\"}"));
        Assert.That(events[3].Change, Does.Contain("\"target\":{\"from\":\"DEPLOYED\",\"to\":\"UNDEPLOYED\"}"));
    }

    [Test]
    public async Task ChangingCall_ThatFails_IsOnRecordToo()
    {
        var failure = Assert.ThrowsAsync<RpcException>(
            async () => await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = "no-such", RequestId = "r-1" }))!;

        var one = await EventAsync("CALL_FAILED", found => found.RequestId == "r-1");
        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.NotFound));
        Assert.That((one.Actor, one.Outcome, one.Target, one.Method), Is.EqualTo(
            ("local", "FAILED", "module/no-such", "tricorder.apiserver.v1.ModuleService/DeployModule")));
        Assert.That(one.Change, Is.EqualTo("""{"reason":{"to":"MODULE_NOT_FOUND"}}"""));
    }

    [Test]
    public async Task Call_Repeated_IsOnRecordOnce()
    {
        var request = new CreateModuleRequest { Module = Sample.Module(), RequestId = Guid.NewGuid().ToString() };
        var id = (await Modules.CreateModuleAsync(request)).Module.Id;
        await Modules.CreateModuleAsync(request);

        var events = await new EventService.EventServiceClient(Channel).ListEventsAsync(new ListEventsRequest { ModuleId = id });
        Assert.That(events.TotalSize, Is.EqualTo(1));
    }

    [Test]
    public async Task Cordon_OfAnAgent_TellsBeforeAndAfter()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);

        await new AgentService.AgentServiceClient(Channel).UpdateAgentAsync(new UpdateAgentRequest
        {
            Agent = new Agent { Id = agent.Id, Cordoned = true },
            UpdateMask = new Google.Protobuf.WellKnownTypes.FieldMask { Paths = { "cordoned" } },
        });

        var one = await EventAsync("AGENT_CORDONED", found => found.AgentId == agent.Id);
        Assert.That((one.Target, one.Change), Is.EqualTo(("agent/" + agent.Id, """{"cordoned":{"from":false,"to":true}}""")));
    }

    [Test]
    public void Events_InTheStore_CanNotBeChanged()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Server.DatabasePath};Pooling=False");
        connection.Open();
        using var command = new Microsoft.Data.Sqlite.SqliteCommand("UPDATE event SET actor = 'somebody else'", connection);

        Assert.That(
            command.ExecuteNonQuery, Throws.InstanceOf<Microsoft.Data.Sqlite.SqliteException>().With.Message.Contains("never changed"));
    }

    [Test]
    public async Task Export_OverKillsAndRotation_HasEveryEventOnceInOrder()
    {
        await using var server = await ServerProcess.StartAsync("--Events:Export=audit.jsonl");
        var file = Path.Combine(server.DataDirectory, "audit.jsonl");
        var modules = new ModuleService.ModuleServiceClient(server.Channel);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                await modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() }, new CallOptions().WithWaitForReady());
            }

            await server.KillAsync();
            if (round == 1)
            {
                await File.AppendAllTextAsync(file, "{\"sequence\":99"); // As a crash in the middle of a line leaves it.
            }

            await server.StartAgainAsync();
        }

        var last = (await new EventService.EventServiceClient(server.Channel).ListEventsAsync(new ListEventsRequest())).TotalSize;
        await Eventually.TrueAsync(() => Sequences(file).LastOrDefault() == last, "all is exported");
        Assert.That(Sequences(file), Is.EqualTo(Enumerable.Range(1, last).Select(number => (long)number)));

        File.Move(file, file + ".1");
        await modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() });
        await Eventually.TrueAsync(() => File.Exists(file) && Sequences(file).SequenceEqual([last + 1L]), "a new file goes on");
    }

    [Test]
    public async Task Export_ToStdout_FollowsTheReadyLine()
    {
        await using var server = await ServerProcess.StartAsync("--Events:Export=stdout");
        await new ModuleService.ModuleServiceClient(server.Channel).CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() });

        await Eventually.TrueAsync(() => server.Log.Out.Count >= 2, "the event is printed");
        Assert.That(server.Log.Out.First(), Does.StartWith("ready "));
        using var line = JsonDocument.Parse(server.Log.Out.ElementAt(1));
        Assert.That((line.RootElement.Text("kind"), line.RootElement.Text("actor")), Is.EqualTo(("MODULE_CREATED", "local")));
    }

    private static List<long> Sequences(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var sequences = new List<long>();
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            sequences.Add(json.RootElement.GetProperty("sequence").GetInt64());
        }

        return sequences;
    }

    private async Task<Event> EventAsync(string kind, Predicate<Event> wanted)
    {
        var client = new EventService.EventServiceClient(Channel);
        var found = await Eventually.ResultAsync(
            async () => (await client.ListEventsAsync(new ListEventsRequest { Kind = kind, PageSize = 500 })).Events
                .FirstOrDefault(one => wanted(one)),
            one => one is not null,
            $"an event {kind}");
        return found!;
    }

    private async Task<string> ChangeByGrpcAsync(bool native)
    {
        using var channel = native ? GrpcChannel.ForAddress(Server.Grpc) : GrpcChannel.ForAddress(Server.Web, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()),
            HttpVersion = HttpVersion.Version11,
        });
        var modules = new ModuleService.ModuleServiceClient(channel);
        var module = Sample.Module();
        module.Description = "x";
        var id = (await modules.CreateModuleAsync(
            new CreateModuleRequest { Module = module, RequestId = native ? "create-gRPC" : "create-grpc-web" })).Module.Id;
        await modules.UpdateModuleAsync(new UpdateModuleRequest { Module = new Module { Id = id, Description = "y" } });
        await modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = id });
        await modules.UndeployModuleAsync(new UndeployModuleRequest { ModuleId = id });
        await modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = id });
        return id;
    }

    private async Task<string> ChangeByRestAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Server.Web) };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("audit-test");
        var rest = new RestClient(http);
        var body = Sample.Body();
        body["module"]!["description"] = "x";
        body["requestId"] = "create-REST";
        var id = (await rest.PostAsync("/v1/modules", body)).Ok().At("module").Text("id");
        (await rest.PatchAsync($"/v1/modules/{id}", new JsonObject { ["module"] = new JsonObject { ["description"] = "y" } })).Ok();
        (await rest.PostAsync($"/v1/modules/{id}:deploy")).Ok();
        (await rest.PostAsync($"/v1/modules/{id}:undeploy")).Ok();
        (await rest.DeleteAsync($"/v1/modules/{id}")).Ok();
        return id;
    }
}
