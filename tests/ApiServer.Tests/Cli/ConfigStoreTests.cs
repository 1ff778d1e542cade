using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Config;

namespace Tricorder.ApiServer.Tests.Cli;

public class ConfigStoreTests
{
    private string _directory = "";
    private ConfigStore _store = null!;

    [SetUp]
    public void Create()
    {
        _directory = Directory.CreateTempSubdirectory("tricorder-config-").FullName;
        _store = new ConfigStore(Path.Combine(_directory, "below", "config.yaml"));
    }

    [TearDown]
    public void Remove() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Read_NoFile_IsEmpty() => Assert.That(_store.Read().Contexts, Is.Empty);

    [Test]
    public void Write_ThenRead_IsTheSame()
    {
        var context = new ConfigContext
        {
            Name = "prod: \"#1\"",
            Server = "https://apiserver:50051",
            Token = "yes",
            CaFile = "ca.pem",
            ClientCertificateFile = "c.pem",
            ClientKeyFile = "k.pem",
            ServerName = "0123",
            TokenInClear = true,
            SkipServerVerification = true,
        };

        _store.Write(new ConfigFile { CurrentContext = context.Name, Contexts = [context] });
        var read = _store.Read();

        Assert.That((read.CurrentContext, read.Contexts.Single()), Is.EqualTo((context.Name, context)));
    }

    [Test]
    [Platform("Unix")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Write_OverAFileThatAllMayRead_IsTheOwnersAlone()
    {
        Directory.CreateDirectory(_store.Directory);
        File.WriteAllText(_store.Path, "");
        File.SetUnixFileMode(_store.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        _store.Write(new ConfigFile());

        Assert.That(File.GetUnixFileMode(_store.Path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(_store.Directory), Has.Length.EqualTo(1), "nothing is left beside it");
    }

    [TestCase("contexts: {")]
    [TestCase("contexts:\n  - name: a\n    passwort: b\n")]
    [TestCase("- a\n")]
    public void Read_AFileThatIsNone_NamesIt(string text)
    {
        Directory.CreateDirectory(_store.Directory);
        File.WriteAllText(_store.Path, text);

        var failure = Assert.Throws<CliException>(() => _store.Read())!;

        Assert.That((failure.ExitCode, failure.Message), Is.EqualTo((ExitCode.WrongUsage, failure.Message)));
        Assert.That(failure.Message, Does.Contain(_store.Path));
    }
}
