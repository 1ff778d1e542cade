using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

/// <summary>A manifest that somebody else wrote reads no other files than its own.</summary>
internal sealed class OutsideFileTests : ManifestTest
{
    private string _outside = "";

    [SetUp]
    public void WriteAFileElsewhere()
    {
        _outside = Path.Combine(Directory.CreateTempSubdirectory("outside-").FullName, "secret.c");
        File.WriteAllText(_outside, "int secret;");
    }

    [TearDown]
    public void RemoveIt() => Directory.Delete(Path.GetDirectoryName(_outside)!, recursive: true);

    [TestCase("absolute")]
    [TestCase("above")]
    [TestCase("link")]
    [TestCase("directory link")]
    public void Read_FileOutsideOfTheDirectory_IsRefusedUnlessAllowed(string kind)
    {
        var directory = Path.GetDirectoryName(_outside)!;
        File.CreateSymbolicLink(Path.Combine(Home, "link.c"), _outside);
        Directory.CreateSymbolicLink(Path.Combine(Home, "there"), directory);
        var path = kind switch
        {
            "absolute" => _outside,
            "above" => $"../{Path.GetFileName(directory)}/secret.c",
            "link" => "link.c",
            _ => "there/secret.c",
        };
        Write("module.json", $$"""{"name": "outside", "ebpf": {"sourceFile": "{{path}}"} }""");

        var refusal = Assert.Throws<CliException>(() => Read("module.json"))!;

        Assert.That(refusal.Details.Single(), Does.Contain("ebpf.sourceFile").And.Contains("--allow-outside"));
        Assert.That(
            Read("module.json", new ManifestPrograms(AllowOutside: true)).Single().Module.Ebpf.Source, Is.EqualTo("int secret;"));
    }

    [Test]
    public void Read_LinkInsideOfTheDirectory_IsRead()
    {
        Write("data/trace.c", "int inside;");
        File.CreateSymbolicLink(Path.Combine(Home, "trace.c"), "data/trace.c");
        Write("module.json", """{"name": "inside", "ebpf": {"sourceFile": "trace.c"}}""");

        Assert.That(Read("module.json").Single().Module.Ebpf.Source, Is.EqualTo("int inside;"));
    }

    /// <summary>Opening a named pipe waits for a writer that may never come.</summary>
    [Test]
    [CancelAfter(20_000)]
    public async Task Read_NamedPipe_IsRefused([Values] bool isManifest, CancellationToken cancellationToken)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Home, isManifest ? "module.json" : "trace.c")]);
        await make.WaitForExitAsync(cancellationToken);
        if (!isManifest)
        {
            Write("module.json", """{"name": "pipe", "ebpf": {"sourceFile": "trace.c"}}""");
        }

        var reading = Task.Run(() => Assert.Throws<CliException>(() => Read())!, cancellationToken);

        Assert.That((await reading.WaitAsync(cancellationToken)).Details.Single(), Does.Contain("no regular file"));
    }
}
