using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Api;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>Tables of modules in a real PostgreSQL: there before agents are told, kept right, and never lost by accident.</summary>
public sealed class ModuleTableTests : DatabaseTest
{
    [Test]
    public async Task Deploy_New_MakesTheTableBeforeAgentsAreTold()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();

        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        var table = order.Module.OutputSchema.TableName;
        await InsertAsync(table, "data", "'{\"a\":1}'");

        Assert.That(await ColumnsAsync(table), Is.EqualTo("data jsonb, time timestamp with time zone"));
        Assert.That((await TableReadyAsync(module.Id)).Message, Does.Contain(table));
        await Plane.PhaseAsync(module.Id, DeploymentPhase.Succeeded);
    }

    [TestCase("select")]
    [TestCase("Time2")]
    [TestCase("a\"b")]
    [TestCase("x\"; DROP TABLE t; --")]
    [TestCase("größe")]
    [TestCase("sechzig_zeichen_und_drei_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Deploy_AnyColumnName_Works(string name)
    {
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns((name, FieldType.Text), ("n", FieldType.Bigint)));
        await TableReadyAsync(module.Id);

        Assert.That(await ColumnsAsync(await TableOfAsync(module.Id)), Is.EqualTo($"{name} text, n bigint, time timestamp with time zone"));
    }

    [Test]
    public async Task Deploy_AddedColumn_GoesIntoTheSameTable()
    {
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns(("a", FieldType.Int)));
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await InsertAsync(table, "a", "1");

        await ReviseAsync(module.Id, ("a", FieldType.Int), ("b", FieldType.Text));

        Assert.That(await TableOfAsync(module.Id), Is.EqualTo(table));
        Assert.That(await ColumnsAsync(table), Is.EqualTo("a integer, time timestamp with time zone, b text"));
        Assert.That(await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM \"{table}_all\" WHERE b IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Deploy_ChangedType_GetsANewTableAndAViewOverBoth()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns(("a", FieldType.Int)));
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        var first = await TableOfAsync(module.Id);
        await InsertAsync(first, "a", "1");

        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, OutputSchema = Columns(("a", FieldType.Text)) } },
            ControlPlane.Options);
        await Plane.DeployAsync(module.Id);
        var order = await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 2);
        var second = order.Module.OutputSchema.TableName;
        await InsertAsync(second, "a", "'two'");

        Assert.That(second, Is.EqualTo(first + "_v2"));
        Assert.That(
            await PostgresCluster.ScalarAsync<string>(Url, $"SELECT string_agg(a, ',' ORDER BY time) FROM \"{first}_all\""),
            Is.EqualTo("1,two"));

        // Back to the old one: its table is still there and is used again.
        await Plane.DeployAsync(module.Id, 1);
        Assert.That((await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1)).Module.OutputSchema.TableName, Is.EqualTo(first));
    }

    [Test]
    public async Task View_ThatOthersBuiltOn_HoldsNothingUp()
    {
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns(("a", FieldType.Int)));
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await PostgresCluster.ExecuteAsync(Url, $"CREATE VIEW \"mine_{table[^6..]}\" AS SELECT a FROM \"{table}_all\"");

        await ReviseAsync(module.Id, ("a", FieldType.Int), ("b", FieldType.Text));
        var added = await ColumnsAsync(table + "_all");
        await ReviseAsync(module.Id, ("a", FieldType.Text));

        Assert.That(added, Is.EqualTo("a integer, time timestamp with time zone, b text"));
        Assert.That(await TableOfAsync(module.Id), Is.EqualTo(table + "_v3"));
        Assert.That(
            await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM \"mine_{table[^6..]}\""),
            Is.Zero,
            "what others built is still there");
    }

    [Test]
    public async Task Table_DroppedBySomebody_ComesBack()
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);

        await PostgresCluster.ExecuteAsync(Url, $"DROP TABLE \"{table}\" CASCADE");

        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<bool>(
                Url, $"SELECT to_regclass('{table}') IS NOT NULL AND to_regclass('{table}_all') IS NOT NULL"),
            "the table is there again", TimeSpan.FromSeconds(40));
    }

    [Test]
    public async Task Table_ChangedBySomebody_IsToldAndLeftAlone()
    {
        var module = await Plane.RunAsync(module => module.OutputSchema = Columns(("a", FieldType.Int)));
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await PostgresCluster.ExecuteAsync(Url, $"DROP VIEW \"{table}_all\"; ALTER TABLE \"{table}\" ALTER a TYPE bigint");

        var condition = await ConditionAsync(module.Id, "TableReady", ConditionStatus.False, "COLUMN_MISMATCH");

        Assert.That(condition.Message, Does.Contain("bigint, but must be integer"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Delete_KeepsTheTable_UnlessItIsToBeDropped(bool dropData)
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await Plane.UndeployAsync(module.Id);
        await Plane.Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = module.Id, DropData = dropData }, ControlPlane.Options);

        if (dropData)
        {
            await Eventually.TrueAsync(async () => !await ExistsAsync(table), "the table is dropped", TimeSpan.FromSeconds(40));
            await Eventually.TrueAsync(async () => await FindAsync(table) is null, "the table is not listed any more");
            return;
        }

        Assert.That((await FindAsync(table))!.Orphaned, Is.True);
        Assert.That(await ExistsAsync(table), Is.True);
        await Tables.DropTableAsync(new DropTableRequest { Name = table }, ControlPlane.Options);
        Assert.That((await FindAsync(table), await ExistsAsync(table)), Is.EqualTo(((Table?)null, false)));
    }

    /// <summary>It may come back and still run it: the wish to drop stays, and only the first look has something to do.</summary>
    [Test]
    public async Task Delete_WithTheTable_WaitsForAgentsThatRunIt_AndNotForThoseThatAreAway()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        var table = await TableOfAsync(module.Id);
        await Plane.UndeployAsync(module.Id);
        await agent.OrderAsync(ModuleAction.Undeploy, module.Id);
        await Plane.Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = module.Id, DropData = true }, ControlPlane.Options);

        // A look at the other's deployment is a look at this one's table, too.
        await TableReadyAsync((await Plane.RunAsync()).Id);
        Assert.That(await ExistsAsync(table), Is.True, "while the agent may write to it");
        agent.Vanish();

        await Eventually.TrueAsync(async () => !await ExistsAsync(table), "the table is dropped", TimeSpan.FromSeconds(40));
    }

    [Test]
    public async Task DropTable_InUse_IsRefused()
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);

        var refused = Assert.ThrowsAsync<RpcException>(
            async () => await Tables.DropTableAsync(new DropTableRequest { Name = table }, ControlPlane.Options))!;

        Assert.That(refused.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(await ExistsAsync(table), Is.True);
    }

    [Test]
    public async Task ListRows_NewestFirst_WithTypes()
    {
        var module = await Plane.RunAsync(
            module => module.OutputSchema = Columns(("n", FieldType.Bigint), ("j", FieldType.Jsonb), ("t", FieldType.Text)));
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await InsertAsync(table, "n, j, t, time", "1, '{\"a\":[true]}', 'one', now() - interval '2 hours'");
        await InsertAsync(table, "n, j, t", "9007199254740993, null, null");

        var all = (await Rest.GetAsync($"/v1/modules/{module.Id}/rows")).Ok();
        var older = await Tables.ListRowsAsync(
            new ListRowsRequest
            {
                ModuleId = module.Id,
                Before = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(-1)),
            },
            ControlPlane.Options);

        Assert.That(
            all.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "n", "j", "t", "time" }));
        var rows = all.GetProperty("rows").EnumerateArray().ToList();
        Assert.That(rows.Select(row => row.GetProperty("n").ToString()), Is.EqualTo(new[] { "9007199254740993", "1" }));
        Assert.That(rows[1].GetProperty("j").GetProperty("a")[0].GetBoolean(), Is.True);
        Assert.That(older.Rows.Select(row => row.Fields["t"].StringValue), Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task ListTables_ShowsSizeAndTime()
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await InsertAsync(table, "data", "'{}'");
        await PostgresCluster.ExecuteAsync(Url, $"ANALYZE \"{table}\"");

        var found = (await FindAsync(table))!;

        Assert.That((found.ModuleId, found.Version, found.RowEstimate, found.Orphaned), Is.EqualTo((module.Id, 1, 1L, false)));
        Assert.That(found.Bytes, Is.Positive);
        Assert.That(found.LastRowTime.ToDateTimeOffset(), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        Assert.That(found.Columns.Select(column => column.Name), Is.EqualTo(new[] { "data", "time" }));
    }

    [Test]
    public async Task ListTables_OneThatSomebodyChanged_HidesNothingOfTheOthers()
    {
        var (whole, changed) = (await Plane.RunAsync(), await Plane.RunAsync());
        await TableReadyAsync(whole.Id);
        await TableReadyAsync(changed.Id);
        var (table, other) = (await TableOfAsync(whole.Id), await TableOfAsync(changed.Id));
        await InsertAsync(table, "data", "'{}'");
        await PostgresCluster.ExecuteAsync(Url, $"ALTER TABLE \"{other}\" RENAME time TO moment");

        Assert.That((await FindAsync(table))!.LastRowTime, Is.Not.Null);
        Assert.That((await FindAsync(other))!.LastRowTime, Is.Null);
    }

    [Test]
    public async Task DataFlowing_FollowsWhatAgentsReport()
    {
        using var agent = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();
        await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.Unknown, "NOT_REPORTED");

        await agent.SendAsync(Heartbeat(new ModuleUsage { ModuleId = module.Id }));
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.False, "NO_EVENTS");
        await agent.SendAsync(Heartbeat(new ModuleUsage { ModuleId = module.Id, Events = 5, RowsWritten = 5 }));
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.True, "FLOWING");
        await agent.SendAsync(Heartbeat(new ModuleUsage
        {
            ModuleId = module.Id,
            Events = 9,
            RowsWritten = 5,
            Errors = 4,
            LastError = "relation \"t\" does not exist",
            LastErrorKind = ModuleErrorKind.Insert,
        }));
        var failed = await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.False, "INSERT_FAILED");
        await agent.SendAsync(Heartbeat(new ModuleUsage
        {
            ModuleId = module.Id,
            Events = 12,
            RowsWritten = 5,
            Errors = 7,
            LastError = "wasm trap: unreachable",
            LastErrorKind = ModuleErrorKind.Wasm,
        }));
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.False, "WASM_ERROR");
        await agent.SendAsync(Heartbeat(
            new ModuleUsage { ModuleId = module.Id, Events = 14, RowsWritten = 5, Errors = 9, LastError = "connection refused" }));
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.False, "ERRORS_REPORTED");

        Assert.That(
            failed.Errors.Single(),
            Is.EqualTo(new ErrorCount { Text = "relation \"t\" does not exist", Count = 1, Kind = ModuleErrorKind.Insert }));
    }

    [Test]
    public async Task DataFlowing_OfAgentsThatReportNothing_IsWhatArrives()
    {
        using var agent = await ScriptedLegacyAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();
        await agent.SucceedAsync(await agent.DeployAsync(module.Id));
        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.Unknown, "NOT_REPORTED");

        await InsertAsync(await TableOfAsync(module.Id), "data", "'{}'");

        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.True, "FLOWING");
    }

    [Test]
    public async Task DataFlowing_NumbersBeyondAllSums_AreJustNumbers()
    {
        using var one = await ScriptedAgent.ConnectAsync(Server);
        using var other = await ScriptedAgent.ConnectAsync(Server);
        var module = await Plane.RunAsync();

        foreach (var agent in new[] { one, other })
        {
            await agent.ObeyAsync(ModuleAction.Deploy, module.Id, 1);
            await agent.SendAsync(
                Heartbeat(new ModuleUsage { ModuleId = module.Id, Events = 5, RowsWritten = long.MaxValue, Errors = long.MaxValue }));
        }

        await ConditionAsync(module.Id, "DataFlowing", ConditionStatus.True, "FLOWING");
    }

    [Test]
    public async Task Status_Database_IsOk()
    {
        var component = await Eventually.ResultAsync(
            async () => (await new StatusService.StatusServiceClient(Server.Channel).GetServerStatusAsync(
                new GetServerStatusRequest(), ControlPlane.Options))
                .Components.Single(component => component.Name == "database"),
            component => component.State == ComponentState.Ok, "the database is OK");

        Assert.That(component.Message, Does.Contain("PostgreSQL 1").And.Contain("127.0.0.1"));
    }

    [Test]
    public async Task SetRetention_OfATable_DeletesWhatIsOlder()
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await PostgresCluster.ExecuteAsync(
            Url, $"INSERT INTO \"{table}\" (data, time) SELECT '{{}}', now() - interval '2 hours' FROM generate_series(1, 12000)");
        await InsertAsync(table, "data", "'{}'");

        var answer = (await Rest.PostAsync($"/v1/database/tables/{table}:setRetention", new JsonObject { ["retention"] = "3600s" })).Ok();

        Assert.That(answer.GetProperty("retention").GetString(), Is.EqualTo("3600s"));
        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM \"{table}\"") == 1,
            "old rows are gone",
            TimeSpan.FromSeconds(40));
        Assert.That((await FindAsync(table))!.Retention.Seconds, Is.EqualTo(3600));
        Assert.That((await Tables.SetRetentionAsync(new SetRetentionRequest { Table = table }, ControlPlane.Options)).Retention, Is.Null);
    }

    [Test]
    public async Task SetRetention_ValidateOnly_SaysHowManyRowsWouldGoAndSetsNothing()
    {
        var module = await Plane.RunAsync();
        await TableReadyAsync(module.Id);
        var table = await TableOfAsync(module.Id);
        await PostgresCluster.ExecuteAsync(
            Url, $"INSERT INTO \"{table}\" (data, time) SELECT '{{}}', now() - interval '2 days' FROM generate_series(1, 7)");
        await InsertAsync(table, "data", "'{}'");
        async Task<JsonElement> PreviewAsync(string path, JsonObject body)
        {
            body["validateOnly"] = true;
            return (await Rest.PostAsync($"/v1/database/{path}:setRetention", body)).Ok();
        }

        var day = await PreviewAsync($"tables/{table}", new JsonObject { ["retention"] = "86400s" });
        var week = await PreviewAsync($"tables/{table}", new JsonObject { ["retention"] = "604800s" });
        var forever = await PreviewAsync($"tables/{table}", []);
        var all = await PreviewAsync("tables", new JsonObject { ["default"] = true, ["retention"] = "86400s" });

        Assert.That(day.GetProperty("rowsToDelete").GetString(), Is.EqualTo("7"));
        Assert.That(day.GetProperty("retention").GetString(), Is.EqualTo("86400s"));
        Assert.That(week.GetProperty("rowsToDelete").GetString(), Is.EqualTo("0"));
        Assert.That(forever.GetProperty("rowsToDelete").GetString(), Is.EqualTo("0"));
        Assert.That(int.Parse(all.GetProperty("rowsToDelete").GetString()!, CultureInfo.InvariantCulture), Is.GreaterThanOrEqualTo(7));
        Assert.That((await FindAsync(table))!.Retention, Is.Null, "nothing is set");
        (await Rest.PostAsync("/v1/database/tables/none:setRetention", new JsonObject { ["validateOnly"] = true }))
            .NotFound("table", "none");
    }

    /// <summary>Its trigger stands for rights that were taken away, locks, whatever PostgreSQL says no for.</summary>
    [Test]
    public async Task SetRetention_OfATableThatCanNotBeSwept_LeavesTheOthersAlone()
    {
        var (first, last) = (await Plane.RunAsync(), await Plane.RunAsync());
        await TableReadyAsync(first.Id);
        await TableReadyAsync(last.Id);
        var (held, free) = (await TableOfAsync(first.Id), await TableOfAsync(last.Id));
        foreach (var table in new[] { held, free })
        {
            await PostgresCluster.ExecuteAsync(Url, $"INSERT INTO \"{table}\" (data, time) VALUES ('{{}}', now() - interval '2 years')");
        }

        await PostgresCluster.ExecuteAsync(Url, $"""
            CREATE FUNCTION no() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'not you'; END $$ LANGUAGE plpgsql;
            CREATE TRIGGER no BEFORE DELETE ON "{held}" EXECUTE FUNCTION no();
            """);
        foreach (var table in new[] { held, free })
        {
            (await Rest.PostAsync($"/v1/database/tables/{table}:setRetention", new JsonObject { ["retention"] = "31536000s" })).Ok();
        }

        await Eventually.TrueAsync(
            async () => await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM \"{free}\"") == 0,
            "the other is swept",
            TimeSpan.FromSeconds(40));
        Assert.That(await PostgresCluster.ScalarAsync<long>(Url, $"SELECT count(*) FROM \"{held}\""), Is.EqualTo(1));
    }

    [Test]
    public async Task SetRetention_OfTheDefaultTakenBack_IsWhatTheOptionSays()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync(
            $"--ObservabilityDb:ConnectionString={url}", "--ObservabilityDb:Retention=1.00:00:00");

        var answer =
            (await new RestClient(server.Http).PostAsync("/v1/database/tables:setRetention", new JsonObject { ["default"] = true })).Ok();

        Assert.That(answer.GetProperty("retention").GetString(), Is.EqualTo("86400s"));
    }

    [TestCase("""{"retention":"0s"}""")]
    [TestCase("""{"retention":"-5s"}""")]
    public async Task SetRetention_Nonsense_IsRefused(string body) =>
        (await Rest.PostAsync("/v1/database/tables/x:setRetention", JsonNode.Parse(body)!.AsObject())).Violates("retention");

    private static AgentMessage Heartbeat(ModuleUsage usage) => new() { Heartbeat = new Heartbeat { Usage = { usage } } };

    private async Task ReviseAsync(string moduleId, params (string Name, FieldType Type)[] columns)
    {
        await Plane.Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = moduleId, OutputSchema = Columns(columns) } }, ControlPlane.Options);
        var deployment = await Plane.DeployAsync(moduleId);
        await Eventually.TrueAsync(
            async () => (await Plane.DeploymentAsync(moduleId)) is { Phase: DeploymentPhase.Succeeded } now
                && now.Generation == deployment.Generation,
            "the revision is deployed", TimeSpan.FromSeconds(30));
    }

    private async Task<Table?> FindAsync(string table)
    {
        var page = await Tables.ListTablesAsync(new ListTablesRequest { PageSize = 500 }, ControlPlane.Options);
        return page.Tables.SingleOrDefault(each => each.Name == table);
    }

    private Task<bool> ExistsAsync(string table) => PostgresCluster.ScalarAsync<bool>(Url, $"SELECT to_regclass('{table}') IS NOT NULL");
}
