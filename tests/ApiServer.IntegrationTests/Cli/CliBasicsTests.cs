using Tricorder.ApiServer.IntegrationTests.Clients;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>What all commands have: formats, finding the server, exit status.</summary>
public sealed class CliBasicsTests : CliTest
{
    [Test]
    public async Task ModuleList_EachFormat_SaysTheSame()
    {
        var module = await Plane.CreateAsync(module => module.Name = "cli-formats");

        var table = await DoAsync("module", "list", "--filter", "cli-formats");
        var wide = await DoAsync("module", "list", "--filter", "cli-formats", "-o", "wide");
        var json = await JsonAsync("module", "list", "--filter", "cli-formats");
        var yaml = await DoAsync("module", "list", "--filter", "cli-formats", "-o", "yaml");
        var name = await DoAsync("module", "list", "--filter", "cli-formats", "-o", "name");

        Assert.That(table.Lines, Has.Count.EqualTo(2));
        Assert.That(table.Out, Does.StartWith("NAME").And.Contains("cli-formats").And.Not.Contains(module.Id));
        Assert.That(wide.Out, Does.Contain(module.Id));
        Assert.That((string?)json["modules"]![0]!["id"], Is.EqualTo(module.Id));
        Assert.That(yaml.Out, Does.Contain($"id: {module.Id}"));
        Assert.That(name.Out, Is.EqualTo("cli-formats\n"));
    }

    [Test]
    public async Task ModuleList_Empty_SaysSoBesideTheOutput()
    {
        var result = await DoAsync("module", "list", "--filter", "there-is-none");

        Assert.That(result.Out, Is.Empty);
        Assert.That(result.Error, Does.Contain("no modules"));
    }

    [Test]
    public async Task AnyCommand_IntoAFileThatOthersWriteToo_LeavesWhatIsThere()
    {
        var variables = new Dictionary<string, string> { ["TRICORDER_CONFIG"] = Variables["TRICORDER_CONFIG"]! };

        var run = await ClientProcess.RunAsync(
            "sh", ["-c", "(echo before; \"$@\" completion bash; echo after) > out; cat out", "sh", .. CliBinary.Command], Home, variables);

        Assert.That(run.Output, Does.StartWith("before\n").And.EndWith("\nafter\n").And.Contains("complete "));
    }

    [Test]
    public async Task AnyCommand_NobodyListens_NamesAddressAndSource()
    {
        var result = await RunAsync("module", "list", "--server", "127.0.0.1:9");

        Assert.That(result.ExitCode, Is.EqualTo(5));
        Assert.That(result.Error, Does.Contain("http://127.0.0.1:9").And.Contains("--server").And.Contains("refused"));
    }

    [TestCase("module", "lst")]
    [TestCase("module", "list", "--timeout", "soon")]
    [TestCase("module", "list", "-o", "xml")]
    [TestCase("module", "list", "--server", "ftp://there")]
    public async Task AnyCommand_WrongUsage_ExitsWith2AndSaysWhereHelpIs(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(2), result.ToString);
        Assert.That(result.Error, Does.Contain("--help"));
    }
}
