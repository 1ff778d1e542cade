using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

/// <summary>Which files of a directory are manifests.</summary>
internal sealed class ManifestFilesTests : ManifestTest
{
    [Test]
    public void Read_DirectoryWithLinksInACircle_EndsAndReadsEachOnce()
    {
        Write("one/module.yaml", "name: one\n");
        Directory.CreateSymbolicLink(Path.Combine(Home, "one", "up"), Home);

        Assert.That(Read().Select(manifest => manifest.Module.Name), Is.EqualTo(new[] { "one" }));
    }

    /// <summary>How Kubernetes mounts a ConfigMap.</summary>
    [Test]
    public void Read_DirectoryOfAConfigMap_ReadsEachOnce()
    {
        Write("..2026_11_29/module.yaml", "name: mounted\nebpf: {sourceFile: trace.c}\n");
        Write("..2026_11_29/trace.c", "int mounted;");
        Directory.CreateSymbolicLink(Path.Combine(Home, "..data"), "..2026_11_29");
        File.CreateSymbolicLink(Path.Combine(Home, "module.yaml"), "..data/module.yaml");
        File.CreateSymbolicLink(Path.Combine(Home, "trace.c"), "..data/trace.c");

        Assert.That(Read().Single().Module.Ebpf.Source, Is.EqualTo("int mounted;"));
    }

    [Test]
    public void Read_ManifestThatIsALinkToAnotherPlace_IsRefusedUnlessAllowed()
    {
        var outside = Directory.CreateTempSubdirectory("outside-");
        try
        {
            var secret = Path.Combine(outside.FullName, "module.yaml");
            File.WriteAllText(secret, "name: outside\n");
            File.CreateSymbolicLink(Path.Combine(Home, "module.yaml"), secret);

            var refusal = Assert.Throws<CliException>(() => Read())!;

            Assert.That(refusal.Message, Does.Contain("is a link to a file outside of"));
            Assert.That(refusal.Details.Single(), Does.Contain("--allow-outside"));
            Assert.That(Read("", new ManifestPrograms(AllowOutside: true)).Single().Module.Name, Is.EqualTo("outside"));
            Assert.That(Read("module.yaml").Single().Module.Name, Is.EqualTo("outside"), "the command line names it");
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }
}
