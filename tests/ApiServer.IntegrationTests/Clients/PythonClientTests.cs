using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The Python SDK, with Debian's Python and its grpcio.</summary>
public sealed class PythonClientTests : ClientTest
{
    private const string Python = "/usr/bin/python3";

    private const string CreateWrong =
        """
        import os, sys, grpc
        from tricorder.apiserver import ApiError, connect
        from tricorder.apiserver.v1 import module_pb2, module_service_pb2
        with connect(os.environ["TRICORDER_SERVER"]) as client:
            try:
                client.modules.CreateModule(module_service_pb2.CreateModuleRequest(module=module_pb2.Module(name="a b")))
            except grpc.RpcError as failure:
                for violation in ApiError.of(failure).violations:
                    print(f"{violation.field}: {violation.description}")
                sys.exit(1)
        """;

    private const string ListModules =
        """
        import os, sys, grpc
        from tricorder.apiserver import ApiError, connect
        from tricorder.apiserver.v1 import module_service_pb2
        address, token = os.environ["TRICORDER_SERVER"], os.environ.get("TRICORDER_TOKEN")
        with connect(address, ca_file=os.environ.get("TRICORDER_CA"), token=token) as client:
            try:
                client.modules.ListModules(module_service_pb2.ListModulesRequest())
                print("let in")
            except grpc.RpcError as failure:
                sys.exit(f"{ApiError.of(failure).reason or failure.code().name}")
        """;

    private static string Home => Path.Combine(ClientProcess.Repository, "clients", "python");

    private protected override Dictionary<string, string> Variables => new(base.Variables)
    {
        ["PYTHONPATH"] = Path.Combine(Home, "src"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    [Test]
    public async Task OwnTests_Pass()
    {
        var run = await RunAsync("-m", "unittest", "discover", "-s", "tests");

        Assert.That(run.ExitCode, Is.Zero, run.ToString);
        Assert.That(run.Error, Does.Match(@"Ran [1-9]\d* tests"));
    }

    [Test]
    public async Task WrongModule_ItsErrorsAreTyped()
    {
        var run = await RunAsync("-c", CreateWrong);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString);
        Assert.That(run.Output, Does.Contain("module.name: ").And.Contains("module.ebpf: "));
    }

    [Test]
    public async Task Connection_WithTlsAndAToken_IsLetIn()
    {
        using var certificates = new TestCertificates();
        await using var secured = await ServerProcess.StartAsync(certificates, "--Security:RequireAuth=true");
        var token = PlantedSecrets.Add((await File.ReadAllTextAsync(Path.Combine(secured.DataDirectory, "bootstrap-token"))).Trim());
        var distrusting = new Dictionary<string, string>(Variables) { ["TRICORDER_SERVER"] = secured.Grpc, ["TRICORDER_TOKEN"] = token };
        var known = new Dictionary<string, string>(distrusting) { ["TRICORDER_CA"] = certificates.CaFile };
        var stranger = new Dictionary<string, string>(known);
        stranger.Remove("TRICORDER_TOKEN");

        var runs = new List<ClientProcess>();
        foreach (var variables in new[] { known, stranger, distrusting })
        {
            runs.Add(await RunAsync(variables, "-c", ListModules));
        }

        Assert.That(
            runs.Select(run => (run.ExitCode, run.Output.Trim())), Is.EqualTo(new[] { (0, "let in"), (1, ""), (1, "") }), runs[0].ToString);
        Assert.That(runs.Select(run => run.Error.Trim().Split('\n')[^1]), Is.EqualTo(new[] { "", "NO_CREDENTIALS", "UNAVAILABLE" }));
    }

    private protected override Task<ClientProcess> DeployAsync(string module) => RunAsync("examples/deploy.py", module);

    private Task<ClientProcess> RunAsync(params string[] arguments) => RunAsync(Variables, arguments);

    private static async Task<ClientProcess> RunAsync(Dictionary<string, string> variables, params string[] arguments)
    {
        var grpc = await ClientProcess.RunAsync(Python, ["-c", "import grpc"], Home, new Dictionary<string, string>());
        if (grpc.ExitCode != 0)
        {
            ClientProcess.Missing("Needs python3-grpcio.");
        }

        return await ClientProcess.RunAsync(Python, arguments, Home, variables);
    }
}
