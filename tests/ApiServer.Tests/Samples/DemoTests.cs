using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>What <c>make demo</c> does before anything takes time.</summary>
public sealed class DemoTests
{
    [Test]
    public void Addresses_ThatAreTaken_AreNamedFirst_WithOnesToTry()
    {
        using var grpc = new TcpListener(IPAddress.Loopback, 0);
        using var web = new TcpListener(IPAddress.Loopback, 0);
        grpc.Start();
        web.Start();

        var (exitCode, output, errors) = Run(
            RepositoryFiles.Of("samples/demo"), ("GRPC", Address(grpc)), ("WEB", Address(web)), ("PATH", "/usr/bin:/bin"));

        Assert.That((exitCode, output), Is.EqualTo((1, "")));
        Assert.That(errors.TrimEnd(), Does.Not.Contain('\n'));
        Assert.That(errors, Does.StartWith("demo: ")
            .And.Contain($"{Address(grpc)} is taken by another program; another address: make demo GRPC={Address(grpc, 1)}.")
            .And.Contain($"{Address(web)} is taken by another program; another address: make demo WEB={Address(web, 1)}."));
    }

    [Test]
    public void Setup_WithoutAnything_SaysAllThatIsMissingAtOnce()
    {
        // Only what the script itself uses: no apt-get, so nothing is installed.
        var tools = Directory.CreateTempSubdirectory("setup-");
        try
        {
            foreach (var tool in new[] { "bash", "id", "grep", "sed", "awk", "cut" })
            {
                var path = new[] { "/usr/bin/", "/bin/" }.Select(directory => directory + tool).First(File.Exists);
                File.CreateSymbolicLink(Path.Combine(tools.FullName, tool), path);
            }

            var (exitCode, _, errors) = Run(RepositoryFiles.Of("deploy/setup"), ("PATH", tools.FullName));

            Assert.That(exitCode, Is.EqualTo(1));
            Assert.That(errors, Does.Contain(".NET SDK 10").And.Contain("Node 20 or newer").And.Contain("clang").And.Contain("sqlite3"));
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }

    [Test]
    public void Build_HasWhatTheDemoRunsAndNoMore()
    {
        var built = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Of("samples/demo.slnf")))!["solution"]!["projects"]!.AsArray()
            .Select(project => Path.GetFileNameWithoutExtension((string)project!));

        Assert.That(built, Is.EquivalentTo(new[]
        {
            "ApiServer", "ApiServer.AgentSimulator", "ApiServer.Cli", "ApiServer.Client", "ApiServer.Parsing", "ApiServer.Protos",
        }));
    }

    private static string Address(TcpListener listener, int more = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port + more}");

    private static (int ExitCode, string Output, string Errors) Run(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
