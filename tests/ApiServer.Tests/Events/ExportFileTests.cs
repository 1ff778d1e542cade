using System.Runtime.Versioning;
using System.Text;
using Tricorder.ApiServer.Events.Export;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class ExportFileTests
{
    private TempDirectory _directory = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _path = _directory.File("audit.jsonl");
    }

    [TearDown]
    public void TearDown() => _directory.Dispose();

    [Test]
    public void Repair_NewFile_IsTheOwnersAndHasNoEnd()
    {
        Assert.That(new ExportFile(_path).Repair(), Is.Null);
        Assert.That(File.GetUnixFileMode(_path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void Append_ThenRepair_GoesOnWhereItEnds()
    {
        new ExportFile(_path).Append([Line(7), Line(8)]);

        Assert.That(new ExportFile(_path).Repair(), Is.EqualTo(8));
    }

    [Test]
    public void Repair_HalfALine_CutsItOff()
    {
        new ExportFile(_path).Append([Line(7), Line(8)[..10]]);

        Assert.That(new ExportFile(_path).Repair(), Is.EqualTo(7));
        Assert.That(File.ReadAllBytes(_path), Is.EqualTo(Line(7)));
    }

    [Test]
    public void Append_RenamedAway_BeginsANewFile()
    {
        var file = new ExportFile(_path);
        file.Append([Line(1)]);
        File.Move(_path, _path + ".1");

        file.Append([Line(2)]);

        Assert.That((File.ReadAllBytes(_path + ".1"), File.ReadAllBytes(_path)), Is.EqualTo((Line(1), Line(2))));
    }

    private static byte[] Line(long sequence) => Encoding.UTF8.GetBytes($"{{\"sequence\":{sequence},\"kind\":\"X\"}}\n");
}
