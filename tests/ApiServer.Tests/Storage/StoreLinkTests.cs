using System.Runtime.Versioning;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Symbolic links that lead to the store are removed or lead elsewhere, between its lives and while it runs.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class StoreLinkTests
{
    private TempDirectory _directory = null!;
    private string _volume = null!;
    private string _other = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _volume = Directory.CreateDirectory(_directory.File("volume")).FullName;
        _other = Directory.CreateDirectory(_directory.File("other")).FullName;
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    // A link in place of the file, and one of a directory on the way.
    private string Link(bool ofDirectory) => _directory.File(ofDirectory ? "data" : "store.db");

    private string Configured(bool ofDirectory) => ofDirectory ? Path.Combine(Link(ofDirectory), "apiserver.db") : Link(ofDirectory);

    private string Note(bool ofDirectory) => _directory.File(ofDirectory ? "data%2Fapiserver.db.link" : "store.db.id");

    private void Lead(bool ofDirectory, string volume)
    {
        File.Delete(Link(ofDirectory));
        File.CreateSymbolicLink(Link(ofDirectory), ofDirectory ? volume : Path.Combine(volume, "apiserver.db"));
    }

    [Test]
    public async Task Open_LinkRemoved_IsRefusedUntilTheNoteIsRemoved([Values] bool ofDirectory)
    {
        Lead(ofDirectory, _volume);
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 3);
        File.Delete(Link(ofDirectory));

        Assert.That(StoreFiles.Refusal(Configured(ofDirectory)), Does.Contain("missing").And.Contain($"remove {Note(ofDirectory)}"));
        Assert.That(Directory.Exists(_directory.File("data")) || File.Exists(Configured(ofDirectory)), Is.False, "nothing was begun");
        File.Delete(Note(ofDirectory));
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 0);
    }

    [Test]
    public async Task Open_LinkLeadsToAnEmptyVolume_IsRefused([Values] bool ofDirectory)
    {
        Lead(ofDirectory, _volume);
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 3);
        Lead(ofDirectory, _other);

        var message = Assert.Throws<StartupException>(() => StoreFiles.Open(Configured(ofDirectory)).Dispose())!.Message;

        Assert.That(
            message, Does.Contain("Put the link back as it was, or mount what it leads to").And.Contain($"remove {Note(ofDirectory)}"));
        Assert.That(Directory.GetFileSystemEntries(_other), Is.Empty, "nothing was begun");
        Lead(ofDirectory, _volume);
        await using var store = new TestStore(Configured(ofDirectory));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Open_LinkLeadsToAnotherStore_IsRefusedUntilTheNoteIsRemoved([Values] bool ofDirectory)
    {
        Lead(ofDirectory, _volume);
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 3);
        await StoreFiles.CreateAsync(Path.Combine(_other, "apiserver.db"), rows: 1);
        Lead(ofDirectory, _other);

        var message = Assert.Throws<StartupException>(() => StoreFiles.Open(Configured(ofDirectory)).Dispose())!.Message;

        Assert.That(message, Does.Contain("another store").And.Contain($"remove {Note(ofDirectory)} to take this store"));
        File.Delete(Note(ofDirectory));
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 0);
        Assert.That(
            StoreMarker.ReadNote(Note(ofDirectory))!.StoreId, Is.EqualTo(StoreMarker.Read(Path.Combine(_other, "apiserver.db"))!.StoreId));
    }

    [Test]
    public async Task Open_StoreMovedAndItsLinkToo_Starts([Values] bool ofDirectory)
    {
        Lead(ofDirectory, _volume);
        await StoreFiles.CreateAsync(Configured(ofDirectory), rows: 3);
        foreach (var file in Directory.GetFiles(_volume))
        {
            File.Move(file, Path.Combine(_other, Path.GetFileName(file)));
        }

        Lead(ofDirectory, _other);

        await using var store = new TestStore(Configured(ofDirectory));
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Open_NoteBesideTheLinkCannotBeWritten_StartsAndSaysSo()
    {
        Lead(ofDirectory: true, _volume);
        Directory.CreateDirectory(Note(ofDirectory: true));

        await using var store = new TestStore(Configured(ofDirectory: true));

        Assert.That(
            store.Logs.Entries.Select(entry => entry.Message), Has.Some.Contains($"The file {Note(ofDirectory: true)} cannot be written"));
    }

    [Test]
    public void Open_LinksInACircle_IsRefused()
    {
        Lead(ofDirectory: false, _volume);
        File.CreateSymbolicLink(Path.Combine(_volume, "apiserver.db"), Link(ofDirectory: false));

        Assert.That(StoreFiles.Refusal(Configured(ofDirectory: false)), Does.Contain("circle"));
    }

    [Test]
    public async Task Write_LinkRemovedOrElsewhereWhileItRuns_IsRefusedUntilItIsBack([Values] bool ofDirectory, [Values] bool elsewhere)
    {
        Lead(ofDirectory, _volume);
        await using var store = new TestStore(Configured(ofDirectory));
        store.Logs.ErrorsExpected = true;
        await Rows.AddAsync(store.Writer, "before");
        File.Delete(Link(ofDirectory));
        if (elsewhere)
        {
            await StoreFiles.CreateAsync(Path.Combine(_other, "apiserver.db"));
            Lead(ofDirectory, _other);
        }

        var refusal = Assert.ThrowsAsync<UnavailableException>(() => Rows.AddAsync(store.Writer, "refused"))!;

        Assert.That(refusal.Reason, Is.EqualTo("STORE_FILE_LOST"));
        Assert.That(refusal.Message, Does.Contain($"{Configured(ofDirectory)} no longer leads to").And.Contain("Put the link back"));
        using (var reader = store.Database.OpenRead())
        {
            Assert.That(TextQuery.Run(reader, Rows.AllSql), Is.EqualTo(["before"]), "reads show the store that is open");
        }

        Lead(ofDirectory, _volume);
        await Rows.AddAsync(store.Writer, "after");
        Assert.That(store.Health.Failure, Is.Null);
    }

    [Test]
    public void Of_LinksAndRelativeTargets_LeadsWhereTheSystemDoes()
    {
        File.WriteAllText(Path.Combine(_volume, "apiserver.db"), "");
        File.CreateSymbolicLink(_directory.File("first"), "other/../volume");
        File.CreateSymbolicLink(_directory.File("second"), _directory.File("first"));

        var name = StoreName.Of(_directory.File("second/apiserver.db"));

        Assert.That(name.Path, Is.EqualTo(Path.Combine(_volume, "apiserver.db")));
        Assert.That(
            name.LinkNotes, Is.EqualTo([_directory.File("second%2Fapiserver.db.link"), _directory.File("first%2Fapiserver.db.link")]));
        Assert.That(name.Paths, Has.None.EqualTo(name.Path + ".id"));
    }

    [TestCase("data/b/x.db", "data/b.x.db")]
    [TestCase("data/b/x.db", "data/b%2Fx.db")]
    [TestCase("data/b%/x.db", "data/b/%x.db")]
    [TestCase("data/b.link.x.db", "data.link.b/x.db")]
    [TestCase("data/x.db", "data%2Fx.db")]
    public async Task Open_TwoStoresBehindLinksOfOneDirectory_HaveNotesOfTheirOwn(string first, string second)
    {
        foreach (var link in new[] { first, second }.Select(file => file.Split('/')[0]).Distinct())
        {
            File.CreateSymbolicLink(
                _directory.File(link), link.EndsWith(".db", StringComparison.Ordinal) ? Path.Combine(_other, "x.db") : _volume);
        }

        await StoreFiles.CreateAsync(_directory.File(first));
        await StoreFiles.CreateAsync(_directory.File(second));

        Assert.That(StoreName.Of(_directory.File(first)).LinkNotes, Is.Not.EqualTo(StoreName.Of(_directory.File(second)).LinkNotes));
        await StoreFiles.CreateAsync(_directory.File(first), rows: 0);
    }
}
