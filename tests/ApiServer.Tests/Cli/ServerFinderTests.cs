using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Config;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>Which of all places that may name a server counts, and whose token goes there.</summary>
public class ServerFinderTests
{
    private static readonly Uri Flag = new("https://flag:1");

    private readonly Dictionary<string, string> _environment = [];
    private string _directory = "";
    private ConfigStore _store = null!;

    private ServerFinder Finder => new(_store, _environment.GetValueOrDefault);

    [SetUp]
    public void CreateContexts()
    {
        _environment.Clear();
        _directory = Directory.CreateTempSubdirectory("tricorder-config-").FullName;
        _store = new ConfigStore(Path.Combine(_directory, "config.yaml"));
        _store.Write(new ConfigFile
        {
            CurrentContext = "current",
            Contexts =
            [
                new ConfigContext { Name = "current", Server = "https://current:1", Token = "current's", CaFile = "ca.pem" },
                new ConfigContext { Name = "other", Server = "https://other:1", TokenFile = "/run/token" },
            ],
        });
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Find_EachPlaceInTurn_TheFirstOneCounts()
    {
        _environment["TRICORDER_SERVER"] = "https://variable:1";
        _environment["APISERVER_SERVICE_HOST"] = "10.0.0.1";

        Assert.That(Host(Finder.Find(Flag, "other")), Is.EqualTo("flag"));
        Assert.That(Host(Finder.Find(null, "other")), Is.EqualTo("other"));
        Assert.That(Host(Finder.Find(null, null)), Is.EqualTo("variable"));
        _environment.Remove("TRICORDER_SERVER");
        Assert.That(Host(Finder.Find(null, null)), Is.EqualTo("current"));
        _store.Write(new ConfigFile());
        Assert.That(Finder.Find(null, null).Options.Address, Is.EqualTo(new Uri("https://10.0.0.1:50051")));
        _environment.Remove("APISERVER_SERVICE_HOST");
        Assert.That(Finder.Find(null, null).Options.Address, Is.EqualTo(new Uri("http://127.0.0.1:50051")));
    }

    [Test]
    public void Find_TheCurrentContext_HasItsSecretsAndFilesBesideIt()
    {
        var options = Finder.Find(null, null).Options;

        Assert.That((options.Token, options.CertificateAuthorityFile), Is.EqualTo(("current's", Path.Combine(_directory, "ca.pem"))));
    }

    [Test]
    public void Find_AnotherServerThanTheContexts_GetsNoneOfItsSecrets()
    {
        var flagged = Finder.Find(Flag, null).Options;
        _environment["TRICORDER_SERVER"] = "https://variable:1";
        var variable = Finder.Find(null, null).Options;

        Assert.That((flagged.Token, variable.Token), Is.EqualTo(((string?)null, (string?)null)));
    }

    [Test]
    public void Find_TheContextIsNamedToo_LendsItsSecretsToTheFlag() =>
        Assert.That(Finder.Find(Flag, "other").Options.TokenFile, Is.EqualTo("/run/token"));

    [Test]
    public void Find_ATokenInTheEnvironment_GoesBeforeAnyContexts()
    {
        _environment["TRICORDER_TOKEN"] = "variable's";

        var (current, other) = (Finder.Find(null, null).Options, Finder.Find(null, "other").Options);

        Assert.That((current.Token, other.Token, other.TokenFile), Is.EqualTo(("variable's", "variable's", (string?)null)));
    }

    [Test]
    public void Find_AContextThatIsNotThere_NamesThoseThatAre()
    {
        var failure = Assert.Throws<CliException>(() => Finder.Find(null, "nowhere"))!;

        Assert.That(failure.ExitCode, Is.EqualTo(ExitCode.WrongUsage));
        Assert.That(failure.Details.Single(), Does.Contain("current, other"));
    }

    [Test]
    public void Find_AVariableThatIsNoAddress_SaysWhichOne()
    {
        _environment["TRICORDER_SERVER"] = "ftp://there";

        Assert.That(Assert.Throws<CliException>(() => Finder.Find(null, null))!.Message, Does.StartWith("TRICORDER_SERVER"));
    }

    private static string Host(ServerAddress address) => address.Options.Address.Host;
}
