using Tricorder.ApiServer.AgentSimulator.Fleet;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>With simulated agents, the same for all tests of a fixture.</summary>
public abstract class CliFleetTest : CliTest
{
    private protected const int Agents = 4;

    private AgentFleet? _fleet;

    private protected virtual int FailingAgents => 0;

    private protected virtual string DatabaseUrl => "";

    [OneTimeSetUp]
    public async Task StartAgentsAsync() => _fleet = await SimulatedFleet.ConnectAsync(Server, Agents, FailingAgents, DatabaseUrl);

    [OneTimeTearDown]
    public async Task StopAgentsAsync()
    {
        if (_fleet is not null)
        {
            await _fleet.DisposeAsync();
        }
    }

    /// <summary>
    /// A copy of a sample under a name of its own, in the current directory; returns the name, which is the directory's too.
    /// </summary>
    private protected string CopySample(string sample = "tcp-connect")
    {
        var name = Api.Sample.NewName("cli");
        var copy = Directory.CreateDirectory(Path.Combine(Home, name)).FullName;
        foreach (var file in Directory.GetFiles(SampleFiles.Directory(sample)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        Change(name, "module.json", $"\"{sample}\"", $"\"{name}\"");
        return name;
    }

    /// <summary>Puts another text into a file of a copied sample.</summary>
    private protected void Change(string name, string file, string from, string to)
    {
        var path = Path.Combine(Home, name, file);
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }
}
