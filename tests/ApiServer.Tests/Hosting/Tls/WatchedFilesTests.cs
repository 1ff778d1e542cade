using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

public sealed class WatchedFilesTests
{
    private TempDirectory _directory = null!;
    private LogRecorder _log = null!;
    private WatchedFiles<string> _files = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _log = new LogRecorder();
        _files = new([("Security:CertificateFile", PathOf("crt")), ("Security:KeyFile", PathOf("key"))], Read, _log.CreateLogger("test"));
        Write("crt", "a");
        Write("key", "a");
        _files.Load();
    }

    [TearDown]
    public void TearDown()
    {
        _log.Dispose();
        _directory.Dispose();
    }

    private int Errors => _log.Entries.Count(entry => entry.Level == LogLevel.Error);

    [Test]
    public void LoadIfChanged_WithTheSameContent_DoesNothing()
    {
        Write("crt", "a");

        Assert.That((_files.LoadIfChanged(), _files.Current), Is.EqualTo((default(string), "aa")));
    }

    [Test]
    public void LoadIfChanged_BetweenTheTwoFiles_KeepsTheOldAndThenTakesTheNew()
    {
        Write("crt", "b");
        var halfway = _files.LoadIfChanged();
        Write("key", "b");

        Assert.That((halfway, _files.LoadIfChanged(), _files.Current), Is.EqualTo((default(string), "bb", "bb")));
        Assert.That(Errors, Is.Zero, "that is no error");
    }

    [Test]
    public void LoadIfChanged_Broken_IsReportedOncePerChangeWithItsKey()
    {
        Write("crt", "b");
        _files.LoadIfChanged();
        _files.LoadIfChanged();
        Assert.That((Errors, _files.Current), Is.EqualTo((1, "aa")));
        Assert.That(_log.Entries.Single().Message, Does.Contain("Security:CertificateFile").And.Contain(PathOf("crt")));

        Write("crt", "c");
        _files.LoadIfChanged();
        _files.LoadIfChanged();

        Assert.That((Errors, _files.Current), Is.EqualTo((2, "aa")));
    }

    [Test]
    public void LoadIfChanged_FileGoneAndBack_GoesOnWithWhatWasThere()
    {
        File.Delete(PathOf("key"));
        _files.LoadIfChanged();
        _files.LoadIfChanged();
        Assert.That((Errors, _files.Current), Is.EqualTo((1, "aa")));

        Write("key", "b");
        Write("crt", "b");

        Assert.That(_files.LoadIfChanged(), Is.EqualTo("bb"));
    }

    [Test]
    public void LoadIfChanged_LinksSwappedAsKubernetesDoes_TakesTheNew()
    {
        Directory.CreateDirectory(PathOf("v1"));
        Directory.CreateDirectory(PathOf("v2"));
        foreach (var (version, text) in new[] { ("v1", "x"), ("v2", "y") })
        {
            Write($"{version}/crt", text);
            Write($"{version}/key", text);
        }

        File.CreateSymbolicLink(PathOf("data"), PathOf("v1"));
        var files = new WatchedFiles<string>([("a", PathOf("data/crt")), ("b", PathOf("data/key"))], Read, _log.CreateLogger("test"));
        files.Load();
        File.Delete(PathOf("data"));
        File.CreateSymbolicLink(PathOf("data"), PathOf("v2"));

        Assert.That(files.LoadIfChanged(), Is.EqualTo("yy"));
    }

    [Test]
    public void Load_FileMissing_NamesItsKey()
    {
        File.Delete(PathOf("key"));

        Assert.That(
            _files.Load, Throws.InstanceOf<StartupException>().With.Message.Contain("Security:KeyFile").And.Message.Contain(PathOf("key")));
    }

    private static string Read(IReadOnlyList<byte[]> contents)
    {
        var texts = contents.Select(Encoding.UTF8.GetString).ToArray();
        return texts.Distinct().Count() == 1 ? string.Concat(texts) : throw new CryptographicException("they do not fit");
    }

    private string PathOf(string name) => Path.Combine(_directory.Path, name);

    private void Write(string name, string text) => File.WriteAllText(PathOf(name), text);
}
