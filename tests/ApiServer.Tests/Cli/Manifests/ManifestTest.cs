using System.Text.RegularExpressions;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

/// <summary>Manifests in a directory of their own.</summary>
internal abstract class ManifestTest
{
    protected string Home { get; private set; } = "";

    [SetUp]
    public void MakeHome() => Home = Directory.CreateTempSubdirectory("manifest-").FullName;

    [TearDown]
    public void RemoveHome() => Directory.Delete(Home, recursive: true);

    protected void Write(string file, string text)
    {
        var path = Path.Combine(Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    protected IReadOnlyList<Manifest> Read(string path = "", ManifestPrograms? programs = null) =>
        ManifestSet.Read([Path.Combine(Home, path)], programs ?? new ManifestPrograms());

    /// <summary>What is told about a manifest that is not right, without the names of files and the places in them.</summary>
    protected string[] Problems(string text, string file = "module.yaml")
    {
        Write(file, text);
        var refusal = Assert.Throws<CliException>(() => Read(file))!;
        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.WrongUsage));
        return [.. refusal.Details.Select(detail => Regex.Replace(detail, $@"{Regex.Escape(Path.Combine(Home, file))}(:\d+:\d+)?: ", ""))];
    }
}
