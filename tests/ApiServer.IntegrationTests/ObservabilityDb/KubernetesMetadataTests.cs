using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>The cluster's objects in the database, followed over the real client's wire.</summary>
public sealed class KubernetesMetadataTests
{
    private const string Pods = "api/v1/pods";

    private KubernetesApi _kubernetes = null!;
    private ServerProcess _server = null!;
    private string _url = "";

    private KubernetesObjects Objects => _kubernetes.Objects;

    [SetUp]
    public async Task StartAsync()
    {
        _kubernetes = await KubernetesApi.StartAsync();
        for (var index = 0; index < 1_203; index++)
        {
            Objects.Put(Pods, $"pod-{index}", $"uid-{index:D5}");
        }

        Objects.Put("apis/apps/v1/deployments", "web", "uid-web", item => item["spec"] = new JsonObject { ["fieldOfTheFuture"] = 1 });
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        _server = await ServerProcess.StartAsync([$"--ObservabilityDb:ConnectionString={_url}", .. _kubernetes.ServerSettings]);
        await CountAsync("pods", 1_203);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    [Test]
    public async Task Objects_AreAsKubernetesGivesThem()
    {
        await CountAsync("deployments", 1);

        Assert.That(
            await ScalarAsync<string>(
                "SELECT (data->>'apiVersion') || ' ' || (data->>'kind') || ' ' || (data->'metadata'->>'name') "
                + "|| ' ' || (data->'spec'->>'fieldOfTheFuture') FROM deployments"),
            Is.EqualTo("apps/v1 Deployment web 1"));
        Assert.That(
            await ScalarAsync<string>(
                "SELECT (data->>'apiVersion') || ' ' || (data->>'kind') FROM pods WHERE data->'metadata'->>'uid' = 'uid-00007'"),
            Is.EqualTo("v1 Pod"));
        Assert.That(
            await ScalarAsync<bool>(
                "SELECT bool_and(to_regclass(t) IS NOT NULL) "
                + "FROM unnest(ARRAY['nodes','namespaces','endpoints','services','replicasets']) t"),
            Is.True);
    }

    [Test]
    public async Task Changes_AreFollowed_InTheOrderOfTheStream()
    {
        Objects.Put(Pods, "new", "uid-new", item => item["status"] = new JsonObject { ["phase"] = "Pending" });
        Objects.Put(Pods, "new", "uid-new", item => item["status"] = new JsonObject { ["phase"] = "Running" });
        Objects.Delete(Pods, "uid-00000");

        await EventuallyAsync(
            "SELECT (SELECT data->'status'->>'phase' FROM pods WHERE uid = 'uid-new') = 'Running' "
            + "AND NOT EXISTS (SELECT FROM pods WHERE uid = 'uid-00000')");
    }

    [Test]
    public async Task SecretsAndNoise_AreDropped()
    {
        Objects.Put(Pods, "noisy", "uid-noisy", item =>
        {
            item["metadata"]!["managedFields"] = new JsonArray(new JsonObject());
            item["metadata"]!["annotations"] = new JsonObject
            {
                ["kubectl.kubernetes.io/last-applied-configuration"] = "password",
                ["a"] = "nul\0",
            };
        });

        await EventuallyAsync("SELECT EXISTS (SELECT FROM pods WHERE uid = 'uid-noisy')");
        Assert.That(
            await ScalarAsync<string>("SELECT data::text FROM pods WHERE uid = 'uid-noisy'"),
            Does.Not.Contain("password").And.Not.Contain("managedFields").And.Contain("nul"));
    }

    [Test]
    public async Task Object_ThatTheDatabaseDoesNotTake_KeepsOutNoOther()
    {
        for (var index = 0; index < 5; index++)
        {
            Objects.Put(Pods, $"good-{index}", $"uid-good-{index}");
            Objects.Put(Pods, "bad", "uid-bad", item => item["status"] = JsonNode.Parse("""{"huge":1e400000}"""));
        }

        await CountAsync("pods", 1_208);
    }

    [Test]
    public async Task Connection_Dropped_GoesOnFromThere()
    {
        var lists = Objects.Lists;

        Objects.DropConnections();
        Objects.Delete(Pods, "uid-00001");

        await CountAsync("pods", 1_202);
        Assert.That(Objects.Lists, Is.EqualTo(lists), "no list was needed");
    }

    [Test]
    public async Task Position_Expired_ListsAgainAndFindsDeletions()
    {
        Objects.DropConnections();
        Objects.Delete(Pods, "uid-00002");
        Objects.Put(Pods, "late", "uid-late");
        Objects.Delete(Pods, "uid-00003");
        Objects.Compact();

        await EventuallyAsync("SELECT count(*) = 1202 AND bool_or(uid = 'uid-late') FROM pods");
    }

    [Test]
    public async Task Table_Dropped_IsFilledAgain()
    {
        await PostgresCluster.ExecuteAsync(_url, "DROP TABLE pods");
        Objects.Put(Pods, "nudge", "uid-nudge");

        await EventuallyAsync("SELECT to_regclass('pods') IS NOT NULL");
        await CountAsync("pods", 1_204);
    }

    [TestCase("DROP TABLE deployments", "deployments", 1)]
    [TestCase("TRUNCATE deployments", "deployments", 1)]
    [TestCase("DELETE FROM pods WHERE uid < 'uid-00100'", "pods", 1_203)]
    [TestCase("DROP SCHEMA public CASCADE; CREATE SCHEMA public", "deployments", 1)]
    public async Task Rows_OfAQuietKind_Lost_ComeBack(string loss, string table, int count)
    {
        await CountAsync("deployments", 1);
        Objects.IsQuiet = true;

        await LoseAsync(loss);

        await CountAsync(table, count);
    }

    [Test]
    public async Task Kubernetes_BackAfterARestart_IsOkThoughNothingHappens()
    {
        Objects.IsQuiet = true;
        _kubernetes.IsDown = true;
        Objects.DropConnections();
        await Eventually.ResultAsync(
            ComponentAsync,
            component => component.State == ComponentState.Down
                && component.Message.Contains("nodes: Kubernetes answers 503", StringComparison.Ordinal),
            "it is DOWN");
        var lists = Objects.Lists;

        _kubernetes.IsDown = false;

        await Eventually.ResultAsync(
            ComponentAsync, component => component.State == ComponentState.Ok, "it is OK", TimeSpan.FromSeconds(30));
        Assert.That(Objects.Lists, Is.EqualTo(lists), "no list was needed");
    }

    [Test]
    public async Task Pods_OfAgents_HaveAHealthOfTheirOwn() => await Eventually.ResultAsync(
        ComponentAsync,
        component => component.Message.Contains("1203 pods; ", StringComparison.Ordinal)
            && component.Message.Contains("1203 pods (for agents)", StringComparison.Ordinal),
        "both watches are told of");

    [Test]
    public async Task Pod_DeletedWhileTheServerWasDown_TerminatesTheAgent()
    {
        var plane = new ControlPlane(_server.Channel);
        var (gone, stays) = (await AgentAsync(plane), await AgentAsync(plane));
        await _server.StopAsync();
        Objects.Delete(Pods, gone.PodUid);

        await _server.StartAgainAsync();

        await Eventually.TrueAsync(
            async () => (await plane.AgentAsync(gone.Id)).State == AgentState.Terminated,
            "its agent is TERMINATED",
            TimeSpan.FromSeconds(30));
        Assert.That((await plane.AgentAsync(stays.Id)).State, Is.EqualTo(AgentState.Offline));
    }

    [Test]
    public async Task Pods_AllGoneFromTheList_EndNobody()
    {
        var plane = new ControlPlane(_server.Channel);
        var agents = new[] { await AgentAsync(plane), await AgentAsync(plane) };
        await _server.StopAsync();
        foreach (var uid in Objects.VersionsOf(Pods).Keys)
        {
            Objects.Delete(Pods, uid);
        }

        await _server.StartAgainAsync();

        await Eventually.ResultAsync(
            ComponentAsync,
            component => component.Message.Contains("0 pods (for agents)", StringComparison.Ordinal),
            "all pods are listed");
        foreach (var agent in agents)
        {
            Assert.That((await plane.AgentAsync(agent.Id)).State, Is.EqualTo(AgentState.Offline));
        }
    }

    [Test]
    public async Task Kind_Forbidden_IsToldAndOthersGoOn()
    {
        Objects.Forbidden.Add("api/v1/services");
        Objects.DropConnections();
        Objects.Put(Pods, "meanwhile", "uid-meanwhile");

        await CountAsync("pods", 1_204);
        await Eventually.ResultAsync(
            ComponentAsync,
            component => component.State == ComponentState.Degraded
                && component.Message.Contains("services: Kubernetes answers 403", StringComparison.Ordinal)
                && component.Message.Contains("1204 pods", StringComparison.Ordinal),
            "Kubernetes is DEGRADED and says why");
    }

    [Test]
    public async Task Pod_OfAnAgent_Deleted_TerminatesTheAgent()
    {
        var plane = new ControlPlane(_server.Channel);
        using var agent = await ScriptedAgent.ConnectAsync(_server);
        var pod = (await plane.AgentAsync(agent.Id)).PodUid;
        Objects.Put(Pods, "agent", pod);
        await EventuallyAsync($"SELECT EXISTS (SELECT FROM pods WHERE uid = '{pod}')");

        Objects.Delete(Pods, pod);

        await Eventually.TrueAsync(
            async () => (await plane.AgentAsync(agent.Id)).State == AgentState.Terminated,
            "the agent is TERMINATED",
            TimeSpan.FromSeconds(10));
    }

    /// <summary>An agent that was there, with its pod in the cluster.</summary>
    private async Task<Agent> AgentAsync(ControlPlane plane)
    {
        string id;
        using (var scripted = await ScriptedAgent.ConnectAsync(_server))
        {
            id = scripted.Id;
        }

        var agent = await plane.AgentAsync(id);
        Objects.Put(Pods, "agent-" + id, agent.PodUid);
        await EventuallyAsync($"SELECT EXISTS (SELECT FROM pods WHERE uid = '{agent.PodUid}')");
        return agent;
    }

    /// <summary>The server writes meanwhile: PostgreSQL may choose either of two who wait for each other.</summary>
    private Task LoseAsync(string sql) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await PostgresCluster.ExecuteAsync(_url, sql);
                return true;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.DeadlockDetected)
            {
                return false;
            }
        },
        sql);

    private Task<T?> ScalarAsync<T>(string sql) => PostgresCluster.ScalarAsync<T>(_url, sql);

    private Task CountAsync(string table, int count) =>
        EventuallyAsync($"SELECT to_regclass('{table}') IS NOT NULL AND (SELECT count(*) FROM {table}) = {count}");

    private Task EventuallyAsync(string sql) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return await ScalarAsync<bool?>(sql) == true;
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.UndefinedTable)
            {
                return false;
            }
        },
        sql, TimeSpan.FromSeconds(30));

    private async Task<ComponentStatus> ComponentAsync() =>
        (await new StatusService.StatusServiceClient(_server.Channel).GetServerStatusAsync(
            new GetServerStatusRequest(), ControlPlane.Options))
            .Components.Single(component => component.Name == "kubernetes");
}
