using System.Runtime.Versioning;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>`config`: the file of contexts.</summary>
public sealed class CliConfigTests : CliTest
{
    private string ConfigPath => Variables["TRICORDER_CONFIG"]!;

    [Test]
    public async Task Contexts_FromTheFirstToNone()
    {
        var first = await DoAsync("config", "set", "one", "--server", "one.example");
        var second = await DoAsync("config", "set", "two", "--server", "http://two.example:1", "--token-in-clear");
        var list = await DoAsync("config", "list", "-o", "wide");
        var names = await DoAsync("config", "list", "-o", "name");
        var used = await DoAsync("config", "use", "two");
        var current = await DoAsync("config", "current");
        var view = JsonNode.Parse((await DoAsync("config", "view", "-o", "json")).Out)!;
        var deleted = await DoAsync("config", "delete", "two");
        var none = await RunAsync("config", "current");

        Assert.That(first.Out, Is.EqualTo("Context 'one' is made, and is the current one: https://one.example:50051\n"));
        Assert.That(second.Out, Is.EqualTo("Context 'two' is made: http://two.example:1\n"));
        Assert.That(
            list.Out,
            Does.Match(@"(?m)^\* +one +https://one.example:50051 +- +system$").And.Match(@"(?m)^  +two +http://two.example:1 +- +no TLS$"));
        Assert.That(names.Out, Is.EqualTo("one\ntwo\n"));
        Assert.That(used.Error, Does.Contain("TRICORDER_SERVER"), "it goes before the current context");
        Assert.That(
            (current.Out, (string?)view["currentContext"], (bool?)view["contexts"]![1]!["tokenInClear"]),
            Is.EqualTo(("two\n", "two", true)));
        Assert.That(deleted.Out, Does.Contain("no current one"));
        Assert.That(none.ExitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task Set_OfOneThing_LeavesTheOthers_AndAnEmptyValueTakesAway()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "token"), "trk_x");
        await DoAsync("config", "set", "one", "--server", "https://one.example", "--token-file", "token", "--server-name", "other.example");

        await DoAsync("config", "set", "one", "--server", "https://two.example:1");
        var changed = JsonNode.Parse((await DoAsync("config", "view", "-o", "json")).Out)!["contexts"]![0]!;
        await DoAsync("config", "set", "one", "--token-file", "", "--server-name", "");
        var cleared = JsonNode.Parse((await DoAsync("config", "view", "-o", "json")).Out)!["contexts"]![0]!;

        Assert.That(
            ((string?)changed["server"], (string?)changed["tokenFile"], (string?)changed["serverName"]),
            Is.EqualTo(("https://two.example:1", Path.Combine(Home, "token"), "other.example")));
        Assert.That((cleared["tokenFile"], cleared["serverName"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
    }

    [Test]
    public async Task Set_WithWhatCanNotBeUsed_TellsAllOfItAndWritesNothing()
    {
        var result = await RunAsync(
            "config", "set", "one", "--server", "one.example", "--ca-file", "no-ca", "--token-file", "no-token", "--client-key-file",
            "no-key");

        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain("no-ca").And.Contain("no-token").And.Contain("no-key").And.Contain("need each other"));
        Assert.That(File.Exists(ConfigPath), Is.False);
    }

    [Test]
    public async Task Set_AnAuthorityThatIsNone_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "ca.pem"), "nonsense");

        var result = await RunAsync("config", "set", "one", "--server", "one.example", "--ca-file", "ca.pem");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((2, result.Error)));
        Assert.That(result.Error, Does.Contain("no certificate"));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task Set_ATokenInClear_IsRefusedUnlessAllowed()
    {
        var refused = await FeedAsync("trk_x\n", "config", "set", "one", "--server", "http://one.example", "--token-stdin");
        var allowed = await FeedAsync(
            "trk_x\n", "config", "set", "one", "--server", "http://one.example", "--token-stdin", "--token-in-clear");
        var empty = await FeedAsync("", "config", "set", "one", "--token-stdin");

        Assert.That((refused.ExitCode, allowed.ExitCode, empty.ExitCode), Is.EqualTo((2, 0, 2)), refused.ToString);
        Assert.That(File.GetUnixFileMode(ConfigPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [TestCase(2, "config", "set", "one")]
    [TestCase(2, "config", "set", "one", "--server", "ftp://there")]
    [TestCase(2, "config", "set", "two words", "--server", "there")]
    [TestCase(3, "config", "use", "nowhere")]
    [TestCase(3, "config", "delete", "nowhere")]
    [TestCase(2, "status", "--context", "nowhere")]
    public async Task Wrong_SaysWhy(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString);
        Assert.That(result.Error, Is.Not.Empty);
    }

    [Test]
    public async Task View_OfNoFile_SaysWhereItWouldBe()
    {
        var result = await DoAsync("config", "view");

        Assert.That(result.Error, Does.Contain(ConfigPath));
        Assert.That((await DoAsync("config", "list")).Error, Does.Contain("config set"));
    }
}
