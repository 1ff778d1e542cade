using System.Text;
using Dapper;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Files that the server must not touch: it says why, and leaves them byte for byte as they were.</summary>
internal sealed class StoreRefusalTests
{
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
    public async Task Open_NewerSchema_IsRefused()
    {
        await StoreFiles.CreateAsync(_path);
        using (StoreFiles.Open(_path, new MigrationScript("0002_of_a_newer_server.sql", "CREATE TABLE newer (id TEXT) STRICT")))
        {
        }

        Assert.That(Refused(), Does.Contain("newer server").And.Contain("0002_of_a_newer_server.sql"));
    }

    [Test]
    public void Open_NotADatabase_IsRefused()
    {
        File.WriteAllText(_path, string.Concat(Enumerable.Repeat("some notes of somebody\n", 100)));

        Assert.That(Refused(), Does.Contain("not a SQLite database").And.Contain("Storage:SqlitePath"));
    }

    [Test]
    public void Open_ShortFile_IsRefused()
    {
        File.WriteAllText(_path, "SQLite format 3");

        Assert.That(Refused(), Does.Contain("not a SQLite database"));
    }

    [Test]
    public void Open_DatabaseOfAnotherProgram_IsRefused()
    {
        using (var connection = StoreFiles.Connect(_path))
        {
            connection.Execute("CREATE TABLE theirs (id TEXT); INSERT INTO theirs VALUES ('x')");
        }

        Assert.That(Refused(), Does.Contain("another program"));
    }

    [Test]
    public async Task Open_TruncatedFile_IsRefused()
    {
        await StoreFiles.CreateAsync(_path, rows: 200);
        using (var stream = File.OpenWrite(_path))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.That(Refused(), Does.Contain("damaged").And.Contain("backup"));
    }

    [TestCase(1, TestName = "Open_SchemaPageOverwritten_IsRefused")]
    [TestCase(20, TestName = "Open_TablePageOverwritten_IsRefused")]
    public async Task Open_PagesOverwritten_IsRefused(int page)
    {
        await StoreFiles.CreateAsync(_path, rows: 200);
        using (var stream = File.OpenWrite(_path))
        {
            // Behind the file header, which stays whole.
            stream.Position = Math.Max(100, (page - 1) * 4096L);
            stream.Write(Encoding.ASCII.GetBytes(new string('~', 3000)));
        }

        Assert.That(Refused(), Does.Contain("damaged"));
    }

    [Test]
    public async Task Open_BigFileWithOverwrittenTableRoot_IsRefused()
    {
        await StoreFiles.CreateAsync(_path);
        long root;
        using (var connection = StoreFiles.Connect(_path))
        {
            connection.Execute("""
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 100)
                INSERT INTO request SELECT 'm', 'local', n, zeroblob(400000), x'', '' FROM number
                """);
            root = connection.ExecuteScalar<long>("SELECT rootpage FROM sqlite_schema WHERE name = 'agent'");
        }

        using (var stream = File.OpenWrite(_path))
        {
            stream.Position = (root - 1) * 4096;
            stream.Write(Encoding.ASCII.GetBytes(new string('~', 4096)));
        }

        Assert.That(Refused(), Does.Contain("damaged"));
    }

    [Test]
    public void Open_EmptyFileWithALog_IsRefusedAndTheLogKept()
    {
        File.WriteAllBytes(_path, []);
        File.WriteAllText(_path + "-wal", "the last acknowledged writes");

        Assert.That(Refused(), Does.Contain("damaged"));
        Assert.That(File.ReadAllText(_path + "-wal"), Is.EqualTo("the last acknowledged writes"));
    }

    [Test]
    public void Open_LogWithoutItsFile_IsRefusedAndTheLogKept()
    {
        File.WriteAllText(_path + "-wal", "the last acknowledged writes");

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("missing").And.Contain(_path + "-wal"));
        Assert.That(File.Exists(_path), Is.False);
        Assert.That(File.ReadAllText(_path + "-wal"), Is.EqualTo("the last acknowledged writes"));
    }

    [Test]
    public void Open_ParentIsAFile_IsRefused()
    {
        File.WriteAllText(_directory.File("file"), string.Empty);

        Assert.That(StoreFiles.Refusal(_directory.File("file/apiserver.db")), Does.Contain("cannot be created"));
    }

    [Test]
    public void Open_ParentCannotBeCreated_IsRefused()
    {
        var path = "/proc/no-such-directory/apiserver.db";

        var refusal = Assert.Throws<ApiServer.Errors.StartupException>(() => StoreFiles.Open(path).Dispose())!;

        Assert.That(refusal.Message, Does.Contain("/proc/no-such-directory").And.Contain("cannot be created"));
    }

    private string Refused()
    {
        var before = File.ReadAllBytes(_path);
        var message = StoreFiles.Refusal(_path);
        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(before), "the file must stay as it was");
        Assert.That(() => SqliteLock.Take(_path).Dispose(), Throws.Nothing, "the lock must be given back");
        return message;
    }
}
