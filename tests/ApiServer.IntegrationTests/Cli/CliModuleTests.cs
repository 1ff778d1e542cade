using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Clients;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>What somebody does with modules on the command line, from a directory with a manifest to rows and back.</summary>
public sealed class CliModuleTests : CliFleetTest
{
    [Test]
    public async Task Apply_NewChangedAndUnchanged_DoesWhatIsNeededAndSaysWhich()
    {
        var name = CopySample();

        var created = await DoAsync("apply", "-f", name, "--deploy", "--wait");
        var again = await DoAsync("apply", "-f", name);
        Change(name, "tcp_connect.bcc", "10240", "20480");
        var changed = await DoAsync("apply", "-f", name);
        Change(name, "module.json", "Outgoing TCP", "Some TCP");
        var described = await DoAsync("apply", "-f", name);

        Assert.That(created.Out, Does.Contain($"{name}: created").And.Contains($"revision 1 should run on {Agents} agents"));
        Assert.That(created.Error, Does.Contain($"succeeded, {Agents}/{Agents} running"));
        Assert.That(again.Out, Is.EqualTo($"{name}: unchanged\n"));
        Assert.That(changed.Out, Is.EqualTo($"{name}: changed, revision 2 is new\n"));
        Assert.That(described.Out, Is.EqualTo($"{name}: changed, without a new revision\n"));
    }

    [Test]
    public async Task Apply_DryRun_ShowsTheDifferenceAndChangesNothing()
    {
        var name = CopySample();

        var before = await DoAsync("apply", "-f", name, "--dry-run");
        Assert.That(before.Out, Does.Contain("would be created").And.Contains($"+name: {name}"));
        Assert.That((await RunAsync("module", "get", name)).ExitCode, Is.EqualTo(3));

        await DoAsync("apply", "-f", name);
        Change(name, "tcp_connect.bcc", "10240", "20480");
        var after = await DoAsync("apply", "-f", name, "--dry-run");

        Assert.That(after.Lines.Where(line => line.StartsWith("+ ", StringComparison.Ordinal)), Has.Exactly(1).Contains("20480"));
        Assert.That((await RunAsync("module", "diff", "-f", name)).ExitCode, Is.EqualTo(8));
        var planned = (await JsonAsync("apply", "-f", name, "--dry-run"))["modules"]![0]!;
        var compared = await RunAsync("module", "diff", "-f", name, "-o", "json");
        Assert.That(((string?)planned["name"], (string?)planned["action"]), Is.EqualTo((name, "update")));
        Assert.That((string?)planned["diff"], Does.Contain("20480"));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(compared.Out)!["modules"]![0], planned));
        Assert.That((int)(await JsonAsync("module", "get", name))["revision"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Apply_WrongSource_PointsAtFileAndLine()
    {
        var name = CopySample();
        Change(name, "tcp_connect.c", "tricorder_emit(", "tricorder_emmit(");

        var validated = await RunAsync("module", "validate", "-f", name);
        var applied = await RunAsync("apply", "-f", name);

        Assert.That(validated.ExitCode, Is.EqualTo(2));
        Assert.That(validated.Out, Does.Match($@"{name}/tcp_connect\.c:\d+:\d+: error: .*tricorder_emmit.* \[WASM_COMPILE_ERROR\]"));
        Assert.That(applied.ExitCode, Is.EqualTo(2));
        Assert.That(applied.Error, Does.Contain("module.wasm.source"));
    }

    [Test]
    public async Task Validate_FieldThatTheServerRefuses_PointsAtItsLineInTheManifest()
    {
        var name = CopySample();
        Change(name, "module.json", "\"functionName\": \"", "\"functionName\": \"un");
        var line = Array.FindIndex(
            await File.ReadAllLinesAsync(Path.Combine(Home, name, "module.json")), one => one.Contains("\"functionName\"")) + 1;

        var validated = await RunAsync("module", "validate", "-f", name);

        Assert.That(validated.ExitCode, Is.EqualTo(2));
        Assert.That(validated.Out, Does.Match($@"{name}/module\.json:{line}:\d+: wasm\.function_name: error: "));
    }

    [Test]
    public async Task Apply_OneOfSeveralWrong_ChangesNothing()
    {
        var good = CopySample();
        var bad = CopySample();
        Change(bad, "module.json", "\"on_connect\"", "\"on_conect\"");

        var result = await RunAsync("apply", "-f", good, "-f", bad);

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("1 of 2 modules would be refused; nothing was changed").And.Contains("on_conect"));
        Assert.That((await RunAsync("module", "get", good)).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Apply_ManifestOf2023_RunsOnAgents()
    {
        var name = Api.Sample.NewName("old");
        var home = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "module.json"), $$$"""
            {
              "name": "{{{name}}}",
              "wasm": {"code": "", "fn_name": "tcp_connect", "output_schema": {"name": "", "fields": [{"name": "data", "type": 5}]}},
              "ebpf": {"code": "", "perf_buffer_name": "events", "probes": [
                {"target": "tcp_v4_connect", "entry": "on_connect", "return": "on_connect_return", "type": 0}]}
            }
            """);
        await File.WriteAllTextAsync(Path.Combine(home, "connect.bcc"), SampleFiles.ReadText("tcp-connect", "tcp_connect.bcc"));
        await File.WriteAllBytesAsync(Path.Combine(home, "connect.wasm"), CompiledSample.Binary.ToByteArray());

        var applied = await DoAsync("apply", "-f", name, "--deploy", "--wait");
        var again = await DoAsync("apply", "-f", name);

        Assert.That(applied.Error, Does.Contain($"succeeded, {Agents}/{Agents} running"));
        Assert.That(again.Out, Is.EqualTo($"{name}: unchanged\n"));
    }

    [Test]
    public async Task CreateAndUpdate_MindWhetherItIsThere()
    {
        var name = CopySample();

        var missing = await RunAsync("module", "update", "-f", name);
        await DoAsync("module", "create", "-f", name);
        var taken = await RunAsync("module", "create", "-f", name);

        Assert.That(missing.ExitCode, Is.EqualTo(3), missing.ToString);
        Assert.That(taken.ExitCode, Is.EqualTo(6), taken.ToString);
        Assert.That(taken.Error, Does.Contain(name));
    }

    [Test]
    public async Task Get_AsYaml_IsAManifest()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);

        await File.WriteAllTextAsync(Path.Combine(Home, "out.module.yaml"), (await DoAsync("module", "get", name, "-o", "yaml")).Out);
        var again = await DoAsync("apply", "-f", "out.module.yaml");

        Assert.That(again.Out, Is.EqualTo($"{name}: unchanged\n"));
    }

    [Test]
    public async Task DeployRollbackUndeployDelete_RunAsTheySay()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name, "--deploy", "--wait");
        Change(name, "tcp_connect.bcc", "10240", "20480");
        await DoAsync("apply", "-f", name);

        var difference = await RunAsync("module", "diff", name);
        await DoAsync("module", "deploy", name, "--wait");
        var revisions = await DoAsync("module", "revisions", name);
        var back = await DoAsync("module", "rollback", name, "--wait");
        var none = await RunAsync("module", "rollback", name);
        var instances = await JsonAsync("module", "instances", name, "--state", "running");
        var busy = await RunAsync("module", "delete", name, "--yes");
        await DoAsync("module", "undeploy", name, "--wait");
        var unsure = await RunAsync("module", "delete", name);
        await DoAsync("module", "delete", name, "--yes");

        Assert.That(difference.ExitCode, Is.EqualTo(8));
        Assert.That(difference.Out, Does.Contain("revision 1").And.Contains("revision 2").And.Contains("20480"));
        Assert.That(revisions.Lines[1], Does.StartWith("2").And.Contains("deployed"));
        Assert.That(back.Out, Does.Contain("revision 1 should run"));
        Assert.That(none.ExitCode, Is.EqualTo(1));
        Assert.That(instances["instances"]!.AsArray(), Has.Count.EqualTo(Agents));
        Assert.That(busy.ExitCode, Is.EqualTo(1), busy.ToString);
        Assert.That(unsure.ExitCode, Is.EqualTo(2));
        Assert.That(unsure.Error, Does.Contain("--yes"));
        Assert.That((await RunAsync("module", "get", name)).ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task DeployMany_EachStandsAlone_AndJsonTellsAll()
    {
        var (one, two) = (CopySample(), CopySample("cpu-profile"));
        await DoAsync("apply", "-f", one, "-f", two);

        var deployed = await JsonAsync("module", "deploy", one, two, "--wait");
        var stopped = await DoAsync("module", "undeploy", one, two, "-o", "name");
        var missing = await RunAsync("module", "deploy", one, "nobody", "nowhere");

        Assert.That(
            deployed["results"]!.AsArray().Select(result => (string?)result!["deployment"]!["phase"]),
            Is.All.EqualTo("DEPLOYMENT_PHASE_SUCCEEDED"));
        Assert.That(stopped.Lines, Is.EqualTo(new[] { one, two }));
        Assert.That(missing.ExitCode, Is.EqualTo(3));
        Assert.That(missing.Error, Does.Contain("'nobody'").And.Contains("'nowhere'"));
    }

    [Test]
    public async Task Preview_OfManifestAndOfStored_PrintsRows()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);

        var made = await DoAsync("module", "preview", "-f", name);
        var given = await JsonAsync("module", "preview", name, "--events", $"{name}/events.json");
        var broken = await RunAsync("module", "preview", name, "--hex", "0g");

        Assert.That(made.Lines, Has.Count.EqualTo(3));
        Assert.That((string?)given["rows"]![0]!["data"]!["comm"], Is.EqualTo("curl"));
        Assert.That(broken.ExitCode, Is.EqualTo(2));
        Assert.That(broken.Error, Does.Contain("--hex"));
    }

    [Test]
    public async Task Watch_WhileTheServerIsKilled_GoesOn()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);
        await using var watch = Start("module", "watch", name);
        await watch.LineAsync("created");

        await DoAsync("module", "deploy", name, "--wait");
        await watch.LineAsync($"{Agents}/{Agents} running");
        await Server.RestartAsync();
        await DoAsync("module", "undeploy", name, "--timeout", "60s");
        await watch.LineAsync("undeployed");
        var end = await watch.InterruptAsync();

        Assert.That(end.ExitCode, Is.EqualTo(130));
        Assert.That(end.Error, Does.Contain("The server is back."));
    }

    [Test]
    public async Task Watch_NobodyReadsAnyMore_Ends()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);
        var id = (string)(await JsonAsync("module", "get", name))["id"]!;
        var variables = new Dictionary<string, string>
        {
            ["TRICORDER_SERVER"] = Server.Grpc,
            ["TRICORDER_CONFIG"] = Variables["TRICORDER_CONFIG"]!,
        };

        var reading = ClientProcess.RunAsync(
            "sh", ["-c", "\"$@\" | head -n 1", "sh", .. CliBinary.Command, "module", "watch", name, "-o", "name"], Home, variables);
        // As with any program in a pipe, it is the next line that finds nobody.
        await Eventually.TrueAsync(
            async () =>
            {
                await Plane.ReviseAsync(id);
                return reading.IsCompleted;
            },
            "the watch ends with its reader",
            TimeSpan.FromSeconds(30));

        Assert.That((await reading).Output, Is.EqualTo($"{name}\n"));
        Assert.That((await reading).Error, Is.Empty);
    }

    [Test]
    public async Task Deploy_OutOfTime_SaysHowFarItIs()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);

        var result = await RunAsync("module", "deploy", name, "--wait", "--timeout", "1ms");

        Assert.That(result.ExitCode, Is.EqualTo(5));
        Assert.That(result.Error, Does.Contain("Not done within 1ms").And.Contains("--timeout"));
    }

    [TestCase("module", "deploy")]
    [TestCase("module", "deploy", "x", "--all")]
    [TestCase("module", "deploy", "x", "y", "--revision", "2")]
    [TestCase("module", "diff")]
    [TestCase("module", "preview")]
    [TestCase("apply")]
    [TestCase("apply", "-f", "x", "--wait")]
    [TestCase("apply", "-f", "not-there")]
    public async Task Command_WrongUsage_ExitsWith2(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString);
        Assert.That(result.Error, Is.Not.Empty);
    }

    [Test]
    public async Task UndeployAll_StopsWhatIsDeployed()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name, "--deploy", "--wait");

        var unsure = await RunAsync("module", "undeploy", "--all");
        await DoAsync("module", "undeploy", "--all", "--yes", "--wait");

        Assert.That(unsure.ExitCode, Is.EqualTo(2));
        Assert.That(unsure.Error, Does.Contain($"on {Agents} agents"));
        Assert.That(
            (await Plane.DeploymentAsync((string)(await JsonAsync("module", "get", name))["id"]!)).Target,
            Is.EqualTo(DeploymentTarget.Undeployed));
    }
}
