using System.Runtime.Versioning;
using Dapper;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class MigrationTests
{
    private static readonly MigrationScript Second = new(
        "9002_second.sql", "CREATE TABLE second (id TEXT) STRICT; INSERT INTO second VALUES ('$kept$');");

    private TempDirectory _directory = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _path = _directory.File("apiserver.db");
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void Embedded_Names_AreNumberedInOrderAndNoNumberIsTwice()
    {
        var names = MigrationScript.Embedded.Select(script => script.Name).ToList();

        Assert.That(names, Is.Not.Empty.And.Ordered);
        Assert.That(names, Has.All.Match("^[0-9]{4}_[a-z0-9_]+\\.sql$"));
        Assert.That(names.Select(name => name[..4]), Is.Unique);
    }

    [Test]
    public void Open_NewFile_RunsAllScriptsAndKeepsNoCopy()
    {
        using var file = StoreFiles.Open(_path, Second);

        Assert.That(Applied(_path), Is.EqualTo([.. MigrationScript.Embedded.Select(script => script.Name), Second.Name]));
        Assert.That(Directory.GetFiles(_directory.Path, "*.before-*"), Is.Empty);
    }

    [Test]
    public async Task Open_ScriptPending_KeepsACopyThatHasWhatWasOnlyInTheLog()
    {
        var crashed = _directory.File("crashed.db");
        await using (var store = new TestStore(_path))
        {
            await Rows.AddAsync(store.Writer, "only in the log");
            File.Copy(_path, crashed);
            File.Copy(_path + "-wal", crashed + "-wal");
        }

        using var file = StoreFiles.Open(crashed, Second);

        var copy = crashed + ".before-9002_second.sql";
        Assert.That(Applied(crashed), Does.Contain(Second.Name));
        Assert.That(Applied(copy), Does.Not.Contain(Second.Name));
        Assert.That(Read(copy, Rows.AllSql), Is.EqualTo(["only in the log"]));
        Assert.That(Read(crashed, "SELECT id FROM second"), Is.EqualTo(["$kept$"]), "scripts are run as they are written");
        Assert.That(File.GetUnixFileMode(copy), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Open_CopyPutBack_StartsTheOlderServer()
    {
        await StoreFiles.CreateAsync(_path);
        StoreFiles.Open(_path, Second).Dispose();

        File.Move(_path + ".before-9002_second.sql", _path, overwrite: true);

        await using var store = new TestStore(_path);
        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["0"]));
    }

    [Test]
    public async Task Open_MigratedASecondTime_CopyIsTheLatest()
    {
        await StoreFiles.CreateAsync(_path);
        StoreFiles.Open(_path, Second).Dispose();
        File.Copy(_path + ".before-9002_second.sql", _path, overwrite: true);
        await using (var store = new TestStore(_path))
        {
            await Rows.AddAsync(store.Writer, "later");
        }

        StoreFiles.Open(_path, Second).Dispose();

        Assert.That(Read(_path + ".before-9002_second.sql", Rows.AllSql), Is.EqualTo(["0", "later"]));
    }

    [Test]
    public async Task Open_ScriptFails_KeepsNothingOfItAndNamesTheCopy()
    {
        await StoreFiles.CreateAsync(_path);
        var broken = new MigrationScript("9003_broken.sql", "CREATE TABLE third (id TEXT) STRICT; INSERT INTO nowhere VALUES (1);");

        var refusal = StoreFiles.Refusal(_path, Second, broken);

        Assert.That(refusal, Does.Contain("9003_broken.sql").And.Contain("nowhere").And.Contain(_path + ".before-9002_second.sql"));
        Assert.That(Applied(_path), Does.Contain(Second.Name).And.Not.Contain(broken.Name));
        Assert.That(Read(_path, "SELECT name FROM sqlite_schema WHERE name = 'third'"), Is.Empty);
    }

    [Test]
    public void Open_CutOffBeforeTheFirstScript_StartsOver()
    {
        using (var connection = StoreFiles.Connect(_path))
        {
            connection.Execute("PRAGMA journal_mode = WAL");
        }

        using var file = StoreFiles.Open(_path);

        Assert.That(Applied(_path), Is.EqualTo(MigrationScript.Embedded.Select(script => script.Name)));
    }

    private static List<string> Applied(string path) => Read(path, "SELECT ScriptName FROM schema_version ORDER BY SchemaVersionID");

    private static List<string> Read(string path, string sql)
    {
        using var connection = StoreFiles.Connect(path);
        return connection.Query<string>(sql).AsList();
    }
}
