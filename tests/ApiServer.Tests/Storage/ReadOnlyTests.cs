using System.Runtime.Versioning;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>By mounting for root, who writes whatever a file's mode says, and by the mode for everybody else.</summary>
[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
internal sealed class ReadOnlyTests
{
    private const UnixFileMode ReadOnlyFile = UnixFileMode.UserRead;
    private const UnixFileMode ReadOnlyDirectory = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    private SmallDisk? _disk;
    private TempDirectory? _directory;
    private string _path = null!;

    [SetUp]
    public async Task SetUp()
    {
        _disk = Environment.IsPrivilegedProcess ? SmallDisk.TryMount(megabytes: 16) : null;
        if (_disk is null && Environment.IsPrivilegedProcess)
        {
            Prerequisite.Missing("permission to mount, or a user other than root");
        }

        _directory = _disk is null ? new TempDirectory() : null;
        _path = _disk?.File("apiserver.db") ?? _directory!.File("apiserver.db");
        await StoreFiles.CreateAsync(_path);
    }

    [TearDown]
    public void TearDown()
    {
        _disk?.Dispose();
        if (_directory is not null)
        {
            File.SetUnixFileMode(_directory.Path, ReadOnlyDirectory | UnixFileMode.UserWrite);
            _directory.Dispose();
        }
    }

    [Test]
    public void Open_ReadOnlyFile_IsRefused()
    {
        if (_disk is null)
        {
            File.SetUnixFileMode(_path, ReadOnlyFile);
        }
        else
        {
            SmallDisk.MakeReadOnly(_path);
        }

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("cannot be written"));
    }

    [Test]
    public void Open_ReadOnlyDirectory_IsRefused()
    {
        MakeDirectoryReadOnly();

        Assert.That(
            StoreFiles.Refusal(_path), Does.Contain("cannot be written").And.Contain($"create files in {Path.GetDirectoryName(_path)}"));
    }

    [Test]
    public void Open_LogThatIsNoFile_SaysWhichFilesToLookAt()
    {
        Directory.CreateDirectory(_path + "-wal");

        Assert.That(StoreFiles.Refusal(_path), Does.Contain($"Look at {_path}, {_path}-wal").And.Contain("bytes are free"));
    }

    [Test]
    public void Open_ReadOnlyDirectoryWithoutALockFile_IsRefused()
    {
        File.Delete(_path + ".lock");
        MakeDirectoryReadOnly();

        Assert.That(StoreFiles.Refusal(_path), Does.Contain("cannot be written"));
    }

    private void MakeDirectoryReadOnly()
    {
        if (_disk is null)
        {
            File.SetUnixFileMode(_directory!.Path, ReadOnlyDirectory);
        }
        else
        {
            _disk.MakeReadOnly();
        }
    }
}
