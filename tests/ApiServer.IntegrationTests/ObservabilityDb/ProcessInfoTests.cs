using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;
using Old = Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>Agents hear of the containers on their node, and what they say of them is in the database for as long as these run.</summary>
public sealed class ProcessInfoTests
{
    private const string Pods = "api/v1/pods";
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private KubernetesApi _kubernetes = null!;
    private ServerProcess _server = null!;
    private string _url = "";

    [SetUp]
    public async Task StartAsync()
    {
        _kubernetes = await KubernetesApi.StartAsync();
        PutPod("node-a", "web", ("nginx", "containerd://a1"));
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        _server = await StartServerAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    [Test]
    public async Task Answer_OfAnAgent_IsARowInProtobufsJson()
    {
        using var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a");

        var container = await agent.ContainerAsync();
        await agent.ProcessesAsync(container, (17, Start), (18, Start.AddSeconds(1)));

        Assert.That(container, Is.EqualTo(
            new ContainerInfo { Id = "containerd://a1", Name = "nginx", PodUid = "uid-web", PodName = "web", QosClass = "Burstable" }));
        await RowsAsync("containerd://a1");
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse((await DataAsync("containerd://a1"))!), JsonNode.Parse("""
            {"procList":[{"id":17,"createTime":"1767323045678"},{"id":18,"createTime":"1767323046678"}],
             "container":{"id":"containerd://a1","name":"nginx","podUid":"uid-web","podName":"web","qosClass":"Burstable"}}
            """)));
    }

    [Test]
    public async Task Answer_OfAnAgentOf2023_IsTheSameRow()
    {
        using var agent = await ScriptedLegacyAgent.ConnectAsync(_server, node: "node-a");

        var container = await agent.ContainerAsync();
        await agent.SendProcessAsync(new Old.ProcessWrapper
        {
            Process = new Old.ProcessInfo
            {
                Container = container,
                ProcList = { new Old.Process { Id = 17, CreateTime = Start.ToUnixTimeMilliseconds() } },
            },
        });

        await RowsAsync("containerd://a1");
        Assert.That(
            await DataAsync("containerd://a1"), Does.Contain("\"createTime\": \"1767323045678\"").And.Contain("\"podName\": \"web\""));
        PutPod("node-a", "db", ("postgres", "containerd://a2"));
        Assert.That((await agent.ContainerAsync()).Id, Is.EqualTo("containerd://a2"), "later ones are told too");
    }

    [Test]
    public async Task Container_ThatEnded_IsToldAndItsRowGone()
    {
        using var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a");
        await agent.ProcessesAsync(await agent.ContainerAsync(), (17, Start));
        await RowsAsync("containerd://a1");

        PutPod("node-a", "web", ("nginx", "containerd://restarted"));

        // What runs may be told again meanwhile.
        var told = new List<ContainerInfo>();
        while (!told.Exists(container => container.Removed) || !told.Exists(container => container.Id == "containerd://restarted"))
        {
            told.Add(await agent.ContainerAsync());
        }

        Assert.That(told.Single(container => container.Removed).Id, Is.EqualTo("containerd://a1"));
        await RowsAsync();
        await agent.ProcessesAsync(told.First(container => container.Id == "containerd://restarted"), (19, Start));
        await RowsAsync("containerd://restarted");
        _kubernetes.Objects.Delete(Pods, "uid-web");
        await RowsAsync();
    }

    /// <summary>A container without an id is one that waits; agents of 2023 crash when they hear of it.</summary>
    [Test]
    public async Task Container_ThatDoesNotRun_IsNotTold()
    {
        PutPod("node-a", "starting", ("waits", ""));
        PutPod(
            "node-a",
            "done",
            ("ended", "containerd://ended"),
            status => status["state"] = new JsonObject { ["terminated"] = new JsonObject() });
        PutPod("node-a", "init", ("helper", "containerd://init"), kind: "initContainerStatuses");
        using var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a");

        var told = new[] { (await agent.ContainerAsync()).Id, (await agent.ContainerAsync()).Id };

        Assert.That(told, Is.EquivalentTo(new[] { "containerd://a1", "containerd://init" }));
        Assert.That(agent.Waiting, Is.Zero);
    }

    [Test]
    public async Task Answer_OfAnotherNodesContainer_IsIgnored()
    {
        PutPod("node-b", "other", ("other", "containerd://b1"));
        using var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a");
        using var other = await ScriptedAgent.ConnectAsync(_server, node: "node-b");
        var (mine, others) = (await agent.ContainerAsync(), await other.ContainerAsync());
        await other.ProcessesAsync(others, (1, Start));
        await RowsAsync("containerd://b1");

        await agent.ProcessesAsync(others, (666, Start));
        await agent.ProcessesAsync(new ContainerInfo { Id = "containerd://made-up" }, (666, Start));
        await agent.SendAsync(new AgentMessage { ContainerProcesses = new ContainerProcesses() });
        await agent.ProcessesAsync(mine, (17, Start));

        await RowsAsync("containerd://a1", "containerd://b1");
        Assert.That(await DataAsync("containerd://b1"), Does.Not.Contain("666"));
    }

    [Test]
    public async Task Table_Dropped_IsFilledAgainByAskingAgents()
    {
        PutPod("node-a", "db", ("postgres", "containerd://a2"));
        using var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a");
        for (var i = 0; i < 2; i++)
        {
            await agent.ProcessesAsync(await agent.ContainerAsync(), (17, Start));
        }

        await RowsAsync("containerd://a1", "containerd://a2");

        await PostgresCluster.ExecuteAsync(_url, "DROP TABLE process_info");
        for (var i = 0; i < 2; i++)
        {
            await agent.ProcessesAsync(await agent.ContainerAsync(), (18, Start));
        }

        await RowsAsync("containerd://a1", "containerd://a2");
    }

    [Test]
    public async Task Rows_OfContainersThatEndedWhileTheServerWasAway_AreGone()
    {
        using (var agent = await ScriptedAgent.ConnectAsync(_server, node: "node-a"))
        {
            await agent.ProcessesAsync(await agent.ContainerAsync(), (17, Start));
            await RowsAsync("containerd://a1");
        }

        await _server.DisposeAsync();
        _kubernetes.Objects.Delete(Pods, "uid-web");
        PutPod("node-a", "new", ("new", "containerd://a3"));
        _server = await StartServerAsync();
        using var again = await ScriptedAgent.ConnectAsync(_server, node: "node-a");

        await again.ProcessesAsync(await again.ContainerAsync(), (18, Start));

        await RowsAsync("containerd://a3");
    }

    [Test]
    public async Task Rows_MayBeReadByDashboards()
    {
        await PostgresCluster.ExecuteAsync(_url, "CREATE TABLE IF NOT EXISTS others (a int)");

        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool?>(
                _url, "SELECT bool_and(has_table_privilege('tricorder_reader', t, 'SELECT')) "
                    + "FROM unnest(ARRAY['process_info', 'pods', 'nodes']) t WHERE to_regclass(t) IS NOT NULL HAVING count(*) = 3") == true,
            "the reader may read them", TimeSpan.FromSeconds(40));
        Assert.That(
            await PostgresCluster.ScalarAsync<bool>(
                _url,
                "SELECT has_table_privilege('tricorder_reader', 'others', 'SELECT') "
                + "OR has_table_privilege('tricorder_agent', 'process_info', 'INSERT')"),
            Is.False);
    }

    private Task<ServerProcess> StartServerAsync() =>
        ServerProcess.StartAsync([$"--ObservabilityDb:ConnectionString={_url}", .. _kubernetes.ServerSettings]);

    private void PutPod(
        string node, string name, (string Name, string Id) container, Action<JsonObject>? more = null, string kind = "containerStatuses")
    {
        var status = new JsonObject
        {
            ["name"] = container.Name,
            ["containerID"] = container.Id,
            ["state"] = new JsonObject { ["running"] = new JsonObject() },
        };
        if (container.Id.Length == 0)
        {
            status["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } };
        }

        more?.Invoke(status);
        _kubernetes.Objects.Put(Pods, name, "uid-" + name, pod =>
        {
            pod["spec"] = new JsonObject { ["nodeName"] = node };
            pod["status"] = new JsonObject { ["qosClass"] = "Burstable", [kind] = new JsonArray(status) };
        });
    }

    private Task<string?> DataAsync(string id) =>
        PostgresCluster.ScalarAsync<string>(_url, $"SELECT data::text FROM process_info WHERE container_id = '{id}'");

    /// <summary>Until exactly these containers have rows.</summary>
    private Task RowsAsync(params string[] ids) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return await PostgresCluster.ScalarAsync<string>(
                    _url, "SELECT coalesce(string_agg(container_id, ' ' ORDER BY container_id), '') FROM process_info")
                    == string.Join(' ', ids.Order(StringComparer.Ordinal));
            }
            catch (Npgsql.PostgresException e) when (e.SqlState == Npgsql.PostgresErrorCodes.UndefinedTable)
            {
                return false;
            }
        },
        $"rows of {string.Join(", ", ids)}", TimeSpan.FromSeconds(30));
}
