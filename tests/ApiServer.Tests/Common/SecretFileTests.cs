using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

internal sealed class SecretFileTests
{
    private string _file = "";

    [SetUp]
    public void NameFile() => _file = Path.Combine(Path.GetTempPath(), $"secret-{Guid.NewGuid():N}");

    [TearDown]
    public void DeleteFile() => File.Delete(_file);

    [Test]
    public void Read_FileThatChanges_IsWhatItSaysNow()
    {
        File.WriteAllText(_file, "one\n");
        var before = SecretFile.Read("", _file);
        File.WriteAllText(_file, "two\n");

        Assert.That((before, SecretFile.Read("", _file)), Is.EqualTo(("one", "two")));
    }

    [Test]
    public void Read_FileThatIsEmptiedOrTakenAway_IsWhatItSaidBefore()
    {
        File.WriteAllText(_file, "one\n");
        SecretFile.Read("", _file);
        File.WriteAllText(_file, "\n");
        var empty = SecretFile.Read("", _file);
        File.Delete(_file);

        Assert.That((empty, SecretFile.Read("", _file)), Is.EqualTo(("one", "one")));
    }

    [Test]
    public void Read_FileThatWasNeverThere_Throws() => Assert.That(() => SecretFile.Read("", _file), Throws.InstanceOf<IOException>());

    [Test]
    public void Problem_EmptyFile_SaysSo()
    {
        File.WriteAllText(_file, "\n");

        Assert.That(
            SecretFile.Problem("Grafana", "Token", "", _file, "/x"), Does.Contain($"Grafana:TokenFile is '{_file}', which is empty"));
    }
}
