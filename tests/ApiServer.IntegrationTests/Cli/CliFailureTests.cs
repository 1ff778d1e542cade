namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>When an agent can not run what it should.</summary>
public sealed class CliFailureTests : CliFleetTest
{
    private protected override int FailingAgents => 1;

    [Test]
    public async Task DeployWait_OneAgentFails_ExitsWith7AndTellsItsText()
    {
        var name = CopySample();
        await DoAsync("apply", "-f", name);

        var result = await RunAsync("module", "deploy", name, "--wait");
        var listed = await DoAsync("module", "instances", name, "--state", "failed");
        var shown = await DoAsync("module", "get", name);

        Assert.That(result.ExitCode, Is.EqualTo(7), result.ToString);
        Assert.That(result.Error, Does.Contain($"failed on 1 of {Agents} agents").And.Contains("bpf: failed to load program"));
        Assert.That(listed.Lines, Has.Count.EqualTo(2));
        Assert.That(shown.Out, Does.Contain("degraded").And.Contains("1 failed").And.Contains("AgentsConverged"));
    }
}
