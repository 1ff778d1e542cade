using System.Runtime.Versioning;
using Tricorder.ApiServer.IntegrationTests.Clients;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`completion`: the scripts in a real bash and a real fish.</summary>
[UnsupportedOSPlatform("windows")]
[NonParallelizable] // Nobody waits long for names: a server that does not answer within a second offers none.
public sealed class CliCompletionTests : CliTest
{
    /// <summary>Does what bash does for a Tab at the end of the line.</summary>
    private const string Tab =
        """
        set -u
        source completion.bash
        COMP_LINE=$1
        COMP_POINT=${#COMP_LINE}
        COMP_WORDS=(./tricorder)
        _tricorder
        printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
        """;

    /// <summary>Does what fish does for it.</summary>
    private const string FishTab = "source completion.fish; complete -C $argv[1]";

    [TestCase("tricorder to", "token")]
    [TestCase("tricorder completion ", "bash|fish|zsh")]
    [TestCase("tricorder agent list --sta", "--state")]
    [TestCase("tricorder agent list --state ", "offline|online|terminated")]
    [TestCase("tricorder agent list --state=off", "offline")]
    [TestCase("tricorder -o js", "json")]
    [TestCase("tricorder events --kind data-", "data-dropped")]
    [TestCase("tricorder module get completed-o", "completed-one")]
    [TestCase("tricorder events --module completed-o", "completed-one")]
    [TestCase("tricorder config use ", "one|two")]
    [TestCase("tricorder config set one --ca-file ", "")]
    [TestCase("tricorder status ", "--context|--help|--output|--server|--timeout")]
    public async Task Bash_OffersWhatCanComeNext(string line, string expected)
    {
        await PrepareAsync();

        var offered = await BashAsync(Tab, line);

        Assert.That(offered, Is.EquivalentTo(expected.Split('|', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test]
    public async Task Bash_AtTheStart_OffersCommandsAndNoOptions()
    {
        await PrepareAsync();

        Assert.That(await BashAsync(Tab, "tricorder "), Does.Contain("agent").And.Contain("module").And.None.StartsWith("-"));
    }

    [Test]
    public async Task Bash_TheServerIsAway_OffersNothingAndSaysNothing()
    {
        await PrepareAsync();
        Variables["TRICORDER_SERVER"] = "127.0.0.1:9";

        Assert.That(await BashAsync(Tab, "tricorder agent get node"), Is.Empty);
    }

    [Test]
    public async Task Bash_RegistersTheFunction()
    {
        await PrepareAsync();

        Assert.That(await BashAsync("source completion.bash; complete -p tricorder"), Has.One.Contains("-F _tricorder tricorder"));
    }

    [TestCase("tricorder to", "token")]
    [TestCase("tricorder completion ", "bash|fish|zsh")]
    [TestCase("tricorder agent list --sta", "--state")]
    [TestCase("tricorder agent list --state=off", "--state=offline")]
    [TestCase("tricorder module get completed-o", "completed-one")]
    [TestCase("tricorder config use ", "one|two")]
    [TestCase("tricorder apply -f mani", "manifests/")]
    [TestCase("tricorder apply --file=mani", "--file=manifests/")]
    [TestCase("tricorder status ", "--context|--help|--output|--server|--timeout")]
    public async Task Fish_OffersWhatCanComeNext(string line, string expected)
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(Path.Combine(Home, "completion.fish"), (await DoAsync("completion", "fish")).Out);
        Directory.CreateDirectory(Path.Combine(Home, "manifests"));
        Variables["PATH"] = $"{Home}:{Environment.GetEnvironmentVariable("PATH")}";

        var offered = await ShellAsync("fish", "--no-config", "-c", FishTab, line);

        Assert.That(offered, Is.EquivalentTo(expected.Split('|')));
    }

    [TestCase("#compdef tricorder", "compadd", "[suggest:${#line}]")]
    public async Task Zsh_HasAScript(params string[] parts)
    {
        var script = (await DoAsync("completion", "zsh")).Out;

        foreach (var part in parts)
        {
            Assert.That(script, Does.Contain(part));
        }
    }

    [Test]
    public async Task AnotherShell_IsWrongUsage()
    {
        var result = await RunAsync("completion", "tcsh");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("bash, zsh, fish"));
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "completion.bash"), (await DoAsync("completion", "bash")).Out);
        var program = Path.Combine(Home, "tricorder");
        await File.WriteAllTextAsync(
            program, $"#!/bin/sh\nexec {string.Join(' ', CliBinary.Command.Select(word => $"'{word}'"))} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(
            Variables["TRICORDER_CONFIG"]!, "contexts:\n  - name: one\n    server: https://one\n  - name: two\n    server: https://two\n");
        if ((await JsonAsync("module", "list", "--filter", "completed-one"))["modules"]!.AsArray().Count == 0)
        {
            await Plane.CreateAsync(module => module.Name = "completed-one");
        }
    }

    private Task<string[]> BashAsync(string script, params string[] arguments) =>
        ShellAsync("bash", ["--norc", "-c", script, "bash", .. arguments]);

    private async Task<string[]> ShellAsync(string shell, params string[] arguments)
    {
        var variables = Variables.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!);
        var run = await ClientProcess.RunAsync(shell, arguments, Home, variables);
        Assert.That(run.Error, Is.Empty);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
