using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`token`, on a server that asks nobody who they are.</summary>
public sealed class CliTokenTests : CliTest
{
    [Test]
    public async Task Create_InAPipe_PrintsTheSecretAlone()
    {
        var result = await DoAsync("token", "create", "piped", "--role", "agent", "--expires", "30d", "--max-nodes", "5");
        PlantedSecrets.Add(result.Out.Trim());
        var list = await DoAsync("token", "list", "-o", "wide");

        Assert.That(result.Out, Does.Match(@"\Atrk_\w+\n\z"));
        Assert.That(result.Error, Does.Contain("'piped'").And.Contain("agent").And.Not.Contain(result.Out.Trim()));
        Assert.That(list.Out, Does.Match(@"(?m)^piped +agent +active +in 29d +never +0/5 +\d+s "));
        Assert.That(list.Out, Does.Not.Contain(result.Out.Trim()));
    }

    [Test]
    public async Task Create_AsJson_IsTheAnswerOfTheApi()
    {
        var json = await JsonAsync("token", "create", "json", "--role", "viewer");

        PlantedSecrets.Add((string)json["secret"]!);
        Assert.That(((string?)json["token"]!["name"], (string?)json["token"]!["role"]), Is.EqualTo(("json", "ROLE_VIEWER")));
    }

    [Test]
    public async Task Create_TheNameIsTaken_ExitsWith6()
    {
        PlantedSecrets.Add((await DoAsync("token", "create", "taken", "--role", "viewer")).Out.Trim());

        var result = await RunAsync("token", "create", "taken", "--role", "viewer");

        Assert.That(result.ExitCode, Is.EqualTo(6));
        Assert.That(result.Error, Does.Contain("taken"));
    }

    [TestCase("token", "create", "some")]
    [TestCase("token", "create", "some", "--role", "king")]
    [TestCase("token", "create", "some name", "--role", "viewer")]
    [TestCase("token", "create", "some", "--role", "viewer", "--max-nodes", "5")]
    [TestCase("token", "revoke", "some")]
    public async Task WrongUsage_ExitsWith2(params string[] arguments) => Assert.That((await RunAsync(arguments)).ExitCode, Is.EqualTo(2));

    [Test]
    public async Task Revoke_ByName_AndAgain()
    {
        PlantedSecrets.Add((await DoAsync("token", "create", "short", "--role", "viewer")).Out.Trim());

        var revoked = await RunAsync("token", "revoke", "short", "there-is-none", "--yes");
        var again = await DoAsync("token", "revoke", "short", "--yes");
        var active = await DoAsync("token", "list", "--active", "-o", "name");

        Assert.That((revoked.ExitCode, revoked.Out), Is.EqualTo((3, "short: revoked\n")));
        Assert.That(revoked.Error, Does.Contain("'there-is-none'"));
        Assert.That(again.Out, Is.EqualTo("short: already revoked\n"));
        Assert.That(active.Lines, Has.None.EqualTo("short"));
    }

    [Test]
    public async Task Whoami_WithoutAuthentication_IsLocalAndAdmin()
    {
        var table = await DoAsync("token", "whoami");

        Assert.That(table.Out, Does.Match("(?m)^Actor +local$").And.Match("(?m)^Role +admin$").And.Contain(Server.Grpc));
        Assert.That((string?)(await JsonAsync("token", "whoami"))["role"], Is.EqualTo("ROLE_ADMIN"));
        Assert.That((await DoAsync("token", "whoami", "-o", "name")).Out, Is.EqualTo("local\n"));
    }
}
