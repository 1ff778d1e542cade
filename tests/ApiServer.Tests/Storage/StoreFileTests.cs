using System.Runtime.Versioning;
using Dapper;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class StoreFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
    public async Task Open_NothingThere_CreatesItForTheOwnerAlone()
    {
        var path = _directory.File("a/b/apiserver.db");

        await using var store = new TestStore(path);
        await Rows.AddAsync(store.Writer, "a");

        Assert.That(File.GetUnixFileMode(_directory.File("a/b")), Is.EqualTo(OwnerOnly | UnixFileMode.UserExecute));
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", path + ".lock"])
        {
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(OwnerOnly), file);
        }
    }

    [Test]
    public void Open_RelativePath_IsOfTheCurrentDirectory()
    {
        var path = Path.Combine("store-of-a-test", $"{Guid.NewGuid():N}.db");
        try
        {
            using var file = StoreFiles.Open(path);

            Assert.That(file.Database.Path, Is.EqualTo(Path.GetFullPath(path)));
        }
        finally
        {
            Directory.Delete("store-of-a-test", recursive: true);
        }
    }

    [Test]
    public void Open_Schema_HasTheSpecifiedTablesAndOnlyStrictOnes()
    {
        using var file = StoreFiles.Open(_path);
        using var connection = file.Database.OpenRead();

        var strict = connection.Query<(string Name, bool Strict)>(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' "
            + "AND name NOT LIKE 'sqlite_%' AND name <> 'schema_version'").ToList();

        Assert.That(
            strict.Select(table => table.Name),
            Is.SupersetOf((string[])["code", "ebpf", "schema", "datasource", "grafana_api", "grafana_dashboard"]));
        Assert.That(strict, Has.All.Matches<(string Name, bool Strict)>(table => table.Strict));
    }

    [Test]
    public void OpenWrite_Settings_AreTheDurableOnes()
    {
        using var file = StoreFiles.Open(_path);
        using var connection = file.Database.OpenWrite();

        Assert.That(connection.ExecuteScalar<string>("PRAGMA journal_mode"), Is.EqualTo("wal"));
        Assert.That(connection.ExecuteScalar<int>("PRAGMA synchronous"), Is.EqualTo(2));
        Assert.That(connection.ExecuteScalar<int>("PRAGMA foreign_keys"), Is.EqualTo(1));
        Assert.That(connection.ExecuteScalar<long>("PRAGMA journal_size_limit"), Is.EqualTo(SqliteDatabase.WalLimit));
    }

    [Test]
    public async Task Open_ClosedBefore_FindsWhatWasWritten()
    {
        await StoreFiles.CreateAsync(_path, rows: 3);

        await using var store = new TestStore(_path);

        Assert.That(store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["0", "1", "2"]));
        Assert.That(Directory.GetFiles(_directory.Path, "*.before-*"), Is.Empty, "nothing was migrated");
    }

    [Test]
    public async Task Open_LeftByACrash_FindsWhatIsOnlyInTheLog()
    {
        var crashed = _directory.File("crashed.db");
        await using (var store = new TestStore(_path))
        {
            await Rows.AddAsync(store.Writer, "a");
            Assert.That(new FileInfo(_path + "-wal").Length, Is.Positive);
            File.Copy(_path, crashed);
            File.Copy(_path + "-wal", crashed + "-wal");
        }

        await using var reopened = new TestStore(crashed);

        Assert.That(reopened.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["a"]));
    }

    [Test]
    public async Task Open_CutOffOutsideTheLog_UndoesTheHalfTransaction()
    {
        var crashed = _directory.File("crashed.db");
        await StoreFiles.CreateAsync(_path, rows: 100);
        using (var connection = StoreFiles.Connect(_path))
        {
            // A small cache makes SQLite write pages of the open transaction into the file; the journal can undo them.
            connection.Execute("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1");
            connection.Execute("BEGIN; UPDATE grafana_api SET api_key = 'half done ' || api_key");
            File.Copy(_path, crashed);
            File.Copy(_path + "-journal", crashed + "-journal");
        }

        await using var store = new TestStore(crashed);

        Assert.That(store.ReadElsewhere<int>("SELECT count(*) FROM grafana_api WHERE api_key LIKE 'half%'"), Is.EqualTo([0]));
        Assert.That(store.ReadElsewhere<int>("SELECT count(*) FROM grafana_api"), Is.EqualTo([100]));
    }

    [Test]
    public void Open_EmptyFileThere_IsANewStore()
    {
        File.WriteAllBytes(_path, []);

        using var file = StoreFiles.Open(_path);

        Assert.That(new FileInfo(_path).Length, Is.Positive);
    }

    [Test]
    public void Open_SymbolicLink_MeetsTheLockOfTheFileItself()
    {
        using var file = StoreFiles.Open(_path);
        var link = _directory.File("link.db");
        File.CreateSymbolicLink(link, _path);

        Assert.That(() => StoreFiles.Refusal(_path), Throws.Nothing);
        Assert.Throws<ApiServer.Errors.StartupException>(() => StoreFiles.Open(link).Dispose());
    }
}
