namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The Go SDK, with Debian's Go and its packages, which are found by GOPATH.</summary>
public sealed class GoClientTests : ClientTest
{
    private const string Go = "/usr/lib/go-1.19/bin/go";
    private const string Packages = "/usr/share/gocode";
    private const string Module = "github.com/tricorder-observability/apiserver/clients/go";

    private const string CreateWrong =
        """
        package main

        import (
            "context"
            "fmt"
            "os"

            apiserver "github.com/tricorder-observability/apiserver/clients/go"
            v1 "github.com/tricorder-observability/apiserver/clients/go/gen/tricorder/apiserver/v1"
        )

        func main() {
            client, err := apiserver.New(apiserver.Options{Address: os.Getenv("TRICORDER_SERVER")})
            if err != nil {
                panic(err)
            }
            _, err = client.Modules.CreateModule(context.Background(), &v1.CreateModuleRequest{Module: &v1.Module{Name: "a b"}})
            for _, violation := range apiserver.FromError(err).Violations {
                fmt.Printf("%s: %s\n", violation.Field, violation.Description)
            }
            if err != nil {
                os.Exit(1)
            }
        }
        """;

    private string _path = "";

    private string Home => Path.Combine(_path, "src", Module);

    private protected override Dictionary<string, string> Variables => new(base.Variables)
    {
        ["GO111MODULE"] = "off",
        ["GOPATH"] = $"{_path}:{Packages}",
        ["GOFLAGS"] = "",
        // Compiled once, not for each run of the tests.
        ["GOCACHE"] = Path.Combine(ClientProcess.Repository, "artifacts", "go-cache"),
    };

    [OneTimeSetUp]
    public void MakePath()
    {
        ClientProcess.Needs(Go, "install golang-1.19-go");
        ClientProcess.Needs($"{Packages}/src/google.golang.org/grpc/clientconn.go", "install golang-google-grpc-dev");
        ClientProcess.Needs(
            $"{Packages}/src/github.com/golang/protobuf/proto/registry.go", "install golang-github-golang-protobuf-1-5-dev");
        _path = Directory.CreateTempSubdirectory("gopath-").FullName;
        Directory.CreateDirectory(Path.GetDirectoryName(Home)!);
        Directory.CreateSymbolicLink(Home, Path.Combine(ClientProcess.Repository, "clients", "go"));
    }

    [OneTimeTearDown]
    public void RemovePath()
    {
        if (_path.Length > 0)
        {
            Directory.Delete(Home);
            Directory.Delete(_path, recursive: true);
        }
    }

    [Test]
    public async Task OwnTests_PassAndNothingIsFoundByVet()
    {
        var vet = await RunAsync("vet", ".", "./examples/...");
        var test = await RunAsync("test", "./...");
        var format = await ClientProcess.RunAsync(
            $"{Path.GetDirectoryName(Go)}/gofmt", ["-l", ".", "./examples"], Path.GetFullPath(Home), Variables);

        Assert.That(vet.ExitCode, Is.Zero, vet.ToString);
        Assert.That(test.ExitCode, Is.Zero, test.ToString);
        Assert.That(test.Output, Does.StartWith("ok"));
        Assert.That(format.Output, Is.Empty);
    }

    [Test]
    public async Task WrongModule_ItsErrorsAreTyped()
    {
        var program = Path.Combine(Directory.CreateDirectory(Path.Combine(_path, "src", "wrong")).FullName, "main.go");
        await File.WriteAllTextAsync(program, CreateWrong);

        var run = await RunAsync("run", program);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString);
        Assert.That(run.Output, Does.Contain("module.name: ").And.Contains("module.ebpf: "));
    }

    private protected override Task<ClientProcess> DeployAsync(string module) => RunAsync("run", "./examples/deploy", module);

    private Task<ClientProcess> RunAsync(params string[] arguments) =>
        // By the name that the directory has in GOPATH: there it is a package.
        ClientProcess.RunAsync("sh", ["-c", "cd \"$0\" && PWD=\"$0\" exec \"$@\"", Home, Go, .. arguments], _path, Variables);
}
