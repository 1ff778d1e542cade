using System.Diagnostics;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class SqliteLockTests
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
    public void Take_AlreadyTaken_SaysWhichFileAndWhatToDo()
    {
        using var first = SqliteLock.Take(_path);

        var refusal = Assert.Throws<StartupException>(() => SqliteLock.Take(_path))!;

        Assert.That(refusal.Message, Does.Contain(_path).And.Contain("Storage:SqlitePath"));
    }

    [Test]
    public void Take_GivenBack_Works()
    {
        SqliteLock.Take(_path).Dispose();

        Assert.That(() => SqliteLock.Take(_path).Dispose(), Throws.Nothing);
    }

    /// <summary>As by a process that the last holder began and that does not run its own program yet.</summary>
    [Test]
    public async Task Take_WhereTheLockIsGivenBackAMomentLater_Waits()
    {
        await File.WriteAllTextAsync(_path, "");
        var (first, firstOfInode) = (SqliteLock.Take(_path), InodeLock.Take(_path));

        var next = Task.Run(() => SqliteLock.Take(_path));
        var nextOfInode = Task.Run(() => InodeLock.Take(_path));
        await Task.WhenAny(next, nextOfInode, Task.Delay(TimeSpan.FromMilliseconds(100)));
        first.Dispose();
        firstOfInode?.Dispose();

        Assert.That(async () => (await next).Dispose(), Throws.Nothing);
        Assert.That(async () => (await nextOfInode)?.Dispose(), Throws.Nothing);
    }

    [Test]
    public async Task Take_HeldByAnotherProcessUntilItIsKilled_WorksAfterwards()
    {
        Process other;
        try
        {
            // Without a fork, so that the process that is killed is the one that holds the lock.
            other = Process.Start(
                new ProcessStartInfo("flock", ["--exclusive", "--no-fork", _path + ".lock", "cat"]) { RedirectStandardInput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Prerequisite.Missing("flock (util-linux)");
            return;
        }

        using (other)
        {
            try
            {
                await Eventually.TrueAsync(() => IsRefused(_path), "another process takes the lock");
            }
            finally
            {
                other.Kill();
                await other.WaitForExitAsync();
            }
        }

        Assert.That(() => SqliteLock.Take(_path).Dispose(), Throws.Nothing);
    }

    private static bool IsRefused(string path)
    {
        try
        {
            SqliteLock.Take(path).Dispose();
            return false;
        }
        catch (StartupException)
        {
            return true;
        }
    }
}
