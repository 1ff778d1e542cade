using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class KeyCatalogueTests
{
    [TestCase("Cluster:Name", ExpectedResult = true)]
    [TestCase("cluster:name", ExpectedResult = true)]
    [TestCase("Web:AllowedHosts:0", ExpectedResult = true)]
    [TestCase("Logging:LogLevel:Tricorder.ApiServer.Storage", ExpectedResult = true)]
    [TestCase("logging:loglevel:x", ExpectedResult = true)]
    [TestCase("Logging", ExpectedResult = false)]
    [TestCase("Logging:LogLevel", ExpectedResult = false)]
    [TestCase("Logging:LogLevel:", ExpectedResult = false)]
    [TestCase("Logging:LogLevel:A:B", ExpectedResult = false)]
    [TestCase("Logging:Default", ExpectedResult = false)]
    [TestCase("Logging:LogLvl:Default", ExpectedResult = false)]
    [TestCase("Cluster", ExpectedResult = false)]
    [TestCase("Cluster:Nmae", ExpectedResult = false)]
    [TestCase("Web:AllowedHosts:x", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    public bool Knows_Key(string key) => KeyCatalogue.Shipped.Knows(key);

    [TestCase("Cluster:Nmae", "did you mean --Cluster:Name=default?")]
    [TestCase("endpoints:grcp", "did you mean --Endpoints:Grpc=127.0.0.1:50051?")]
    [TestCase("Logging:LogLvl:Default", "did you mean --Logging:LogLevel:Default=Information?")]
    [TestCase("Logging:LogLevel", "--Logging:LogLevel:Default=Information")]
    [TestCase("Something:Else", "--help lists the keys")]
    public void Unknown_Key_Suggests(string key, string suggestion) =>
        Assert.That(KeyCatalogue.Shipped.Unknown(key, "command line").Message, Does.Contain(suggestion));

    [Test]
    public void CommandLine_BothForms_AreRead()
    {
        var settings = CommandLine.Parse(["--Cluster:Name=a=b", "--Endpoints:Web", "127.0.0.1:1"], KeyCatalogue.Shipped).Settings;

        Assert.That(settings["cluster:name"], Is.EqualTo("a=b"));
        Assert.That(settings["Endpoints:Web"], Is.EqualTo("127.0.0.1:1"));
    }

    [Test]
    public void CommandLine_LastOne_Wins()
    {
        var settings = CommandLine.Parse(["--Cluster:Name=a", "--Cluster:Name=b"], KeyCatalogue.Shipped).Settings;

        Assert.That(settings["Cluster:Name"], Is.EqualTo("b"));
    }

    [TestCase("--")]
    [TestCase("-x")]
    [TestCase("--=x")]
    public void CommandLine_Nonsense_IsRefused(string argument) =>
        Assert.That(() => CommandLine.Parse([argument], KeyCatalogue.Shipped), Throws.InstanceOf<StartupException>());
}
