using System.Runtime.Versioning;
using Tricorder.ApiServer.IntegrationTests.Clients;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>Where output goes: pipes that end early, disks that are full, terminals that can move no cursor.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CliOutputTests : CliTest
{
    [TestCase("--help")]
    [TestCase("module list --help")]
    [TestCase("completion bash")]
    [TestCase("apply -f module.yaml --dry-run -o json")]
    [TestCase("module list -o json")]
    public async Task Output_WhoseReaderIsGone_EndsWellAndSilently(string arguments)
    {
        await WriteManifestAsync();

        var run = await ShellAsync($"mkfifo pipe; exec 3<>pipe 4>pipe 3>&-; \"$@\" {arguments} >&4");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
    }

    [TestCase("--help")]
    [TestCase("module list -o json")]
    public async Task Output_ThatCanNotBeWritten_IsOneClearError(string arguments)
    {
        var run = await ShellAsync($"\"$@\" {arguments} > /dev/full");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith("error: The output can not be written: ").And.Contains("No space").And.Not.Contain("   at "));
    }

    /// <summary>The result tells: what is said beside it may be lost.</summary>
    [Test]
    public async Task Error_ThatCanNotBeWritten_LeavesTheExitStatus() =>
        Assert.That((await ShellAsync("\"$@\" module get there-is-none 2> /dev/full")).ExitCode, Is.EqualTo(3));

    [TestCase("")]
    [TestCase("module")]
    public async Task NoCommand_Helps(string arguments)
    {
        var run = await ShellAsync($"\"$@\" {arguments}");

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")));
        Assert.That(run.Output, Does.Contain("Usage:").And.Contain("list"));
    }

    [TestCase("xterm", true)]
    [TestCase("dumb", false)]
    public async Task Terminal_ThatIsDumb_GetsPlainText(string term, bool hasColours)
    {
        await WriteManifestAsync();
        Variables["TERM"] = term;
        await using var terminal = new CliTerminal(Home, Variables, "module", "diff", "-f", "module.yaml");

        await terminal.EndAsync();

        Assert.That(terminal.Screen, Does.Contain("+name: output-test"));
        Assert.That(terminal.Screen.Contains('\u001b', StringComparison.Ordinal), Is.EqualTo(hasColours));
    }

    private async Task WriteManifestAsync()
    {
        var module = (await Plane.CreateAsync(module => module.Name = Api.Sample.NewName("output"))).Name;
        var manifest = await DoAsync("module", "get", module, "-o", "yaml");
        await File.WriteAllTextAsync(
            Path.Combine(Home, "module.yaml"), manifest.Out.Replace($"name: {module}", "name: output-test", StringComparison.Ordinal));
    }

    private Task<ClientProcess> ShellAsync(string script) => ClientProcess.RunAsync(
        "bash",
        ["-c", script, "bash", .. CliBinary.Command],
        Home,
        Variables.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!));
}
